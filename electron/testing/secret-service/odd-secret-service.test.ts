import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startOddSecretService, type OddSecretService } from './odd-secret-service.ts';

const attributes = { service: 'Codex Auth', username: 'cli|0123456789abcdef' };
const item = { attributes, value: 'a value', label: 'an item' };
const names = Object.entries(attributes).flat();

let service: OddSecretService;
beforeAll(async () => {
  service = await startOddSecretService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  await service.comeBack();
  await service.behaveWell();
  await service.empty();
});

/** `secret-tool`, another client of the Secret Service. */
async function secretTool(args: readonly string[], input = '') {
  const child = spawn('secret-tool', args, { env: { ...process.env, ...service.env } });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr: stderr.trim() };
}

const store = (value: string) => secretTool(['store', '--label=an item', ...names], value);
const lookUp = () => secretTool(['lookup', ...names]);
const clear = () => secretTool(['clear', ...names]);
const values = async () => (await service.report()).items.map(({ value }) => value);

/** A method of the service, by a client that waits for a limited time. */
async function called(method: string, ...args: string[]): Promise<string> {
  const call = ['call', '--session', '--timeout', '1', '--dest', 'org.freedesktop.secrets'];
  const object = ['--object-path', '/org/freedesktop/secrets'];
  const full = ['--method', `org.freedesktop.${method}`];
  const env = { ...process.env, ...service.env };
  return promisify(execFile)('gdbus', [...call, ...object, ...full, ...args], { env }).then(
    ({ stdout }) => stdout.trim(),
    (error: { stderr: string }) => error.stderr.trim(),
  );
}

describe('the odd Secret Service at its best', () => {
  it('keeps, finds, replaces and removes what another client stores', async () => {
    expect(await store('first')).toMatchObject({ code: 0 });
    expect(await store('second, in its place: ü')).toMatchObject({ code: 0 });
    expect(await lookUp()).toMatchObject({ code: 0, stdout: 'second, in its place: ü' });
    expect((await service.report()).items).toMatchObject([{ attributes, label: 'an item' }]);
    expect(await clear()).toMatchObject({ code: 0 });
    expect(await lookUp()).toMatchObject({ code: 1, stdout: '' });
    const { calls } = await service.report();
    expect(calls).toMatchObject({ CreateItem: 2, Delete: 1 });
  });

  it('describes itself to those who ask', async () => {
    expect(await called('DBus.Introspectable.Introspect')).toContain('SearchItems');
  });
});

describe('the odd Secret Service', () => {
  it.each([
    ['not-supported', /algorithm is not supported/],
    ['access-denied', /AppArmor policy/],
    ['limits-exceeded', /maximum number/],
    ['failed-with-line-breaks', /createDLGroup failed:\\?\n/],
  ] as const)('refuses a session as it is told: %s', async (sessions, words) => {
    await service.behave({ sessions });
    expect(await called('Secret.Service.OpenSession', 'plain', "<''>")).toMatch(words);
    await service.behave({ refusedSessions: 1 });
    await called('Secret.Service.OpenSession', 'plain', "<''>");
    expect(await called('Secret.Service.OpenSession', 'plain', "<''>")).toMatch(/session\/s\d+/);
  });

  it('opens plain sessions alone', async () => {
    await service.behave({ sessions: 'plain-only' });
    expect(await called('Secret.Service.OpenSession', 'dh', "<''>")).toContain('not supported');
    expect(await store('by a plain session')).toMatchObject({ code: 0 });
    expect(await values()).toEqual(['by a plain session']);
  });

  it('answers late, so often as it is told', async () => {
    await service.behave({ methodDelaysMs: { ReadAlias: 60_000 }, lateAnswers: 1 });
    expect(await called('Secret.Service.ReadAlias', 'default')).toMatch(/Timeout/);
    expect(await called('Secret.Service.ReadAlias', 'default')).toContain('collection/login');
  });

  it.each([
    ['none', { code: 0 }, []],
    ['confirmed', { code: 0 }, []],
    ['dismissed', { code: 0 }, ['a value']],
  ] as const)('asks before it deletes: %s', async (outcome, ended, left) => {
    await service.add(item);
    await service.behave({ prompts: { create: 'none', unlock: 'none', delete: outcome } });
    expect(await clear()).toMatchObject(ended);
    expect(await values()).toEqual(left);
  });

  it('waits for a person who does not answer, until they do', async () => {
    await service.behave({
      prompts: { create: 'unanswered', unlock: 'none', delete: 'none' },
    });
    const stored = store('once confirmed');
    await expect.poll(async () => (await service.report()).standingPrompts).toBe(1);
    expect(await values()).toEqual([]);
    await service.answer('confirmed');
    expect(await stored).toMatchObject({ code: 0 });
    expect(await values()).toEqual(['once confirmed']);
  });

  it('shows items of a locked collection as locked, or none, and unlocks by a prompt', async () => {
    await service.add(item);
    const search = () => called('Secret.Service.SearchItems', "{'service': 'Codex Auth'}");
    await service.behave({ locked: 'hidden' });
    expect(await search()).toBe('(@ao [], @ao [])');
    await service.behave({
      locked: 'shown',
      prompts: { create: 'none', delete: 'none', unlock: 'confirmed' },
    });
    expect(await search()).toMatch(/^\(@ao \[\], \[/);
    expect(await lookUp()).toMatchObject({ stdout: 'a value' });
    expect(await search()).toMatch(/, @ao \[\]\)$/);
  });

  it('locks items by themselves', async () => {
    await service.add(item);
    await service.behave({
      areItemsLocked: true,
      prompts: { create: 'none', delete: 'none', unlock: 'dismissed' },
    });
    expect(await lookUp()).toMatchObject({ stdout: '' });
    await service.behave({ prompts: { create: 'none', delete: 'none', unlock: 'none' } });
    expect(await lookUp()).toMatchObject({ stdout: 'a value' });
  });

  it.each(['no-default', 'none'] as const)('has no default collection: %s', async (collections) => {
    await service.behave({ collections });
    expect(await called('Secret.Service.ReadAlias', 'default')).toBe("(objectpath '/',)");
  });

  it('keeps two items of the same attributes', async () => {
    await service.behave({ replaces: false });
    await store('first');
    await store('second');
    expect(await values()).toEqual(['first', 'second']);
  });

  it('forgets what it has accepted', async () => {
    await service.behave({ forgets: true });
    expect(await store('forgotten')).toMatchObject({ code: 0 });
    expect(await values()).toEqual([]);
  });

  it('has secrets that cannot be read', async () => {
    await service.add(item);
    await service.behave({ secrets: 'get-fails', failures: {} });
    expect(await lookUp()).toMatchObject({ stdout: '' });
    await service.behave({ secrets: 'no-utf8' });
    expect((await lookUp()).stdout).not.toBe('a value');
  });

  it('fails in words of its own', async () => {
    const failure = { name: 'org.example.Odd', text: 'the reply was blocked' };
    await service.behave({ failures: { ReadAlias: failure } });
    expect(await called('Secret.Service.ReadAlias', 'default')).toContain('org.example.Odd');
  });

  it.each([
    ['before', []],
    ['unanswered', ['in mid-save']],
    ['after', ['in mid-save']],
  ] as const)('dies %s a call, and comes back with what it holds', async (when, held) => {
    await service.behave({ dies: { when, method: 'CreateItem', call: 1, backAfterMs: 0 } });
    const { code } = await store('in mid-save');
    expect(code === 0).toBe(when === 'after');
    expect(await values()).toEqual(held);
    await expect
      .poll(() => called('Secret.Service.ReadAlias', 'default'))
      .toContain('collection/login');
  });

  it('is gone until it comes back', async () => {
    await service.add(item);
    await service.die();
    expect(await called('Secret.Service.ReadAlias', 'default')).toContain('ServiceUnknown');
    await service.comeBack();
    expect(await lookUp()).toMatchObject({ stdout: 'a value' });
  });
});
