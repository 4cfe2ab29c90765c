import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SignInGrant } from '../auth/auth-record.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { chatgptDocument, grace, issuedTokens } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { noticePeriodMs } from './enforcer.ts';

const asGrace: SignInGrant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null };
const requirements = '/etc/codex/requirements.toml';
const demand = '[gatehouse]\nremove_saved_accounts = true\n';

/** Ada is in use and Grace is saved; then a program opens with the rule, or without. */
async function opened(rule: string, options: CoreOptions = {}) {
  const home = await codexHomeInTest(chatgptDocument());
  const before = await coreInTest(home);
  await before.core.accounts.commands.keepForLater(asGrace);
  const log = memoryActivity();
  const texts: Record<string, string> = { [requirements]: rule };
  const waits: { readonly ms: number; readonly end: () => void }[] = [];
  const { core } = await coreInTest(home, {
    systemSettings: texts,
    keyring: before.keyring,
    activityLog: log,
    delay: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push({ ms, end: resolve });
        signal.addEventListener('abort', () => reject(new Error('ended')));
      }),
    ...options,
  });
  const saved = () =>
    core.accounts.inHome.view().accounts.filter(({ protection }) => protection !== 'none');
  const folder = path.join(home.folder, 'gatehouse-data', 'accounts');
  const notice = () => core.notices.get().find(({ id }) => id === 'accounts-removal');
  const wait = () => waits.find(({ ms }) => ms === noticePeriodMs);
  return { core, home, log, texts, saved, folder, notice, wait };
}

describe('saved accounts that a rule has removed', () => {
  it('are gone at once where nobody looks on, and what is in use stays', async () => {
    const { home, saved, folder, notice, log } = await opened(demand);
    expect(saved()).toEqual([]);
    expect(await readdir(folder)).toEqual(['accounts.json']);
    expect(await home.document()).toEqual(chatgptDocument());
    expect(notice()).toMatchObject({
      title: 'Your saved accounts were removed',
      message: expect.stringContaining(requirements) as string,
    });
    expect((await log.read()).entries).toMatchObject([
      { actor: 'policy', action: 'remove-account', outcome: 'done', user: 'grace' },
    ]);
  });

  it('are announced a minute before where somebody does', async () => {
    const { saved, notice, wait, log } = await opened(demand, { isWatched: () => true });
    expect(saved()).toHaveLength(1);
    expect(notice()?.title).toBe('Your saved accounts are removed in a minute');
    wait()?.end();
    await expect.poll(saved).toEqual([]);
    await expect.poll(() => notice()?.title).toBe('Your saved accounts were removed');
    const { entries } = await log.read();
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'announced']);
  });

  it('stay where the rule is gone by then', async () => {
    const { core, saved, notice, wait, texts } = await opened(demand, { isWatched: () => true });
    texts[requirements] = '';
    await core.rules.reload();
    await expect.poll(notice).toBeUndefined();
    wait()?.end();
    expect(saved()).toHaveLength(1);
  });

  it('stay as long as a switch that names them has not ended', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { core, keyring } = await coreInTest(home);
    await core.accounts.commands.keepForLater(asGrace);
    const folder = path.join(home.folder, 'gatehouse-data', 'accounts');
    await writeFile(path.join(folder, 'switch-0123456789abcdef.json'), '{');
    const systemSettings = { [requirements]: demand };
    const after = await coreInTest(home, { systemSettings, keyring });
    expect(after.core.accounts.inHome.view().accounts).toHaveLength(2);
  });

  it.each([
    ['false', '[gatehouse]\nremove_saved_accounts = false\n'],
    ['not understood', '[gatehouse]\nremove_saved_accounts = "yes"\n'],
    ['in no managed file', ''],
  ])('stay where it is %s', async (_, rule) => {
    const { saved, notice } = await opened(rule);
    expect(saved()).toHaveLength(1);
    expect(notice()).toBeUndefined();
  });
});
