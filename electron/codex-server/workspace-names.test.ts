import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { privateFolder } from '../files/private-folder.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { dayMs, hourMs } from '../testing/credentials.ts';
import { answered, answering, asAccount } from '../testing/scratch-answers.ts';
import type { ScratchAnswer } from './scratch-codex.ts';
import { WorkspaceNames } from './workspace-names.ts';

const start = 1_000 * dayMs;

const named = (workspaceName: string | null, chatgptAccountId = 'ws-1') =>
  answered('account/read', {
    account: { type: 'chatgpt', email: null, planType: null, workspaceName },
    workspaceRouting: { chatgptAccountId },
    requiresOpenaiAuth: true,
  });
const failed = (status: number): ScratchAnswer<unknown> => ({
  kind: 'failed',
  code: 'refused',
  status,
});

async function owner(...answers: readonly ScratchAnswer<unknown>[]) {
  const folder = await temporaryFolder();
  const scratch = answering(answers);
  const clock = { now: start, as: asAccount('ws-1') };
  const open = () =>
    WorkspaceNames.open({
      folder: privateFolder(folder),
      askScratch: scratch.ask,
      askedAs: () => clock.as,
      now: () => clock.now,
      log: capturedLog(),
    });
  return { clock, scratch, open, names: await open(), file: path.join(folder, 'workspaces.json') };
}

const quietly = { isAsked: false };

describe('the name of a workspace', () => {
  it('is asked once, told, and known to whoever opens the file next', async () => {
    const { names, open, scratch } = await owner(named(' Compilers Team '));
    const told = vi.fn();
    names.onChange(told);
    await Promise.all([names.look(quietly), names.look(quietly)]);
    await names.look(quietly);
    expect([names.nameOf('ws-1'), names.nameOf('ws-2')]).toEqual(['Compilers Team', null]);
    expect(told).toHaveBeenCalledOnce();
    expect(scratch.asked).toHaveLength(1);
    expect((await open()).get()).toEqual({ 'ws-1': 'Compilers Team' });
  });

  it('stays where asking again fails, which is tried again later', async () => {
    const { names, clock, scratch } = await owner(
      named('Compilers'),
      failed(401),
      named('Linkers'),
    );
    await names.look(quietly);
    clock.now += 8 * dayMs;
    await names.look(quietly);
    expect(names.nameOf('ws-1')).toBe('Compilers');
    clock.now += hourMs - 1;
    await names.look({ isAsked: true });
    expect(scratch.asked).toHaveLength(2);
    clock.now += 1;
    await names.look(quietly);
    expect(names.nameOf('ws-1')).toBe('Linkers');
  });

  it.each([
    ['there is none', named(null), {}],
    ['it is blank', named('  '), {}],
    ['the answer is of another account', named('Linkers', 'ws-2'), {}],
    ['it would turn a line around', named('a\u202eb'), { 'ws-1': 'a\\u202eb' }],
  ])('is fit to be shown, also where %s', async (_, answer, expected) => {
    const { names } = await owner(answer);
    await names.look(quietly);
    expect(names.get()).toEqual(expected);
  });

  it.each([
    ['offline', { kind: 'offline' } as const],
    ['no Codex is there', { kind: 'noProgram' } as const],
  ])('is asked at the next occasion where %s', async (_, answer) => {
    const { names } = await owner(answer, named('Compilers'));
    await names.look(quietly);
    expect(names.get()).toEqual({});
    await names.look(quietly);
    expect(names.get()).toEqual({ 'ws-1': 'Compilers' });
  });

  it('is worth asking for until it is told, also that there is none', async () => {
    const { names, open, clock } = await owner(named(null));
    expect([null, 'ws-1', 'ws-2'].map((id) => names.isWorthAsking(id))).toEqual([
      false,
      true,
      false,
    ]);
    const { as } = clock;
    clock.as = { kind: 'notAsked', because: 'other-service', account: null };
    expect(names.isWorthAsking('ws-1')).toBe(false);
    clock.as = as;
    await names.look(quietly);
    expect(names.isWorthAsking('ws-1')).toBe(false);
    expect((await open()).isWorthAsking('ws-1')).toBe(false);
  });

  it('is not asked with a sign-in that nobody is asked with', async () => {
    const { names, clock, scratch } = await owner(named('Compilers'));
    clock.as = { kind: 'notAsked', because: 'not-allowed', account: null };
    await names.look({ isAsked: true });
    expect(scratch.asked).toEqual([]);
  });

  it('survives beside members that this version does not know', async () => {
    const { names, file } = await owner(named('Compilers'));
    const other = { id: 'ws-2', name: 'Linkers', namedAt: 1, askedAt: 1, notBefore: null };
    const workspaces = [{ ...other, failures: 0, colour: 'blue' }];
    await writeFile(file, JSON.stringify({ version: 1, workspaces, more: true }));
    await names.look(quietly);
    expect(names.get()).toEqual({ 'ws-1': 'Compilers', 'ws-2': 'Linkers' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      more: true,
      workspaces: [{ id: 'ws-1' }, { id: 'ws-2', colour: 'blue' }],
    });
  });
});
