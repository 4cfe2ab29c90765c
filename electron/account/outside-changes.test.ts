import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { Activity } from '../activity/activity.ts';
import { watchFiles } from '../adapters/folder-watch.ts';
import { notVerified } from '../policy/verdict.ts';
import { RulesInForce } from '../policy/cloud-rules.ts';
import { RulesOwner } from '../policy/rules-owner.ts';
import { settingsPlaces } from '../policy/codex-config.ts';
import { keyringItemsOf } from '../store/keyring-items.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { codexThatLoads } from '../testing/codex-loading.ts';
import { noSavedAccounts } from '../testing/no-saved-accounts.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { ada, chatgptDocument, grace, idToken, testNow } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { nameOf } from '../testing/memory-keyring.ts';
import { noticesOver } from '../testing/notices.ts';
import { settingsWith } from '../testing/settings.ts';
import { signedInSession, type SignedInOptions } from '../testing/session-in-test.ts';
import { manualClock } from '../testing/sign-in/manual-clock.ts';
import { AccountCommands } from './account-commands.ts';
import { lookIntervalMs, OutsideChanges, watchedFiles } from './outside-changes.ts';

/** Ada is signed in, and her folder is watched. */
async function watchedSession(options: SignedInOptions = {}) {
  const signedIn = await signedInSession(options);
  const { session, home, log } = signedIn;
  const owner = await RulesOwner.open(
    () => Promise.resolve(settingsWith()),
    () => testNow,
  );
  const notices = noticesOver(session);
  const commands = new AccountCommands({
    accounts: noSavedAccounts,
    session,
    rules: owner,
    inForce: new RulesInForce({ rules: owner, session, now: () => testNow }),
    workspaceNames: { get: () => ({}) },
    notices,
    activity: new Activity({ log: memoryActivity(), now: () => testNow, person: 'user' }),
    log,
    now: () => testNow,
    delay: () => Promise.resolve(),
    isWatched: () => false,
    evidence: notVerified,
    demanded: { look: () => Promise.resolve(), lookNow: () => Promise.resolve() },
    lookAtKept: () => Promise.resolve(),
    loading: codexThatLoads,
    allowKeyringPrompt: () => {},

    keyringKeepsDeleted: () => Promise.resolve(false),
    isLasting: true,
  });
  const looked = nextCall(() => commands.look());
  const changes = new OutsideChanges({
    watch: (onChange) => watchFiles({ files: [home.authFile], onChange, log }),
    look: looked.call,
    lookAfterCommand: () => Promise.resolve(),
    delay: manualClock().delay,
    log,
  });
  changes.start();
  onTestFinished(() => changes.stop());
  return { ...signedIn, commands, notices, looked };
}

/** Lets a test wait for the end of the next call. */
function nextCall(call: () => Promise<void>) {
  let calls = 0;
  let ended: (() => void)[] = [];
  return {
    calls: () => calls,
    call: async () => {
      calls += 1;
      await call();
      for (const tell of ended) tell();
      ended = [];
    },
    next: () => new Promise<void>((resolve) => void ended.push(resolve)),
  };
}

/** A look that a test begins and ends by hand. */
function changesByHand() {
  let change: () => void = () => {};
  const close = vi.fn();
  const clock = manualClock();
  const log = capturedLog();
  const looks: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  let looksAfterCommand = 0;
  const changes = new OutsideChanges({
    watch: (onChange) => {
      change = onChange;
      return { close };
    },
    look: () => new Promise<void>((resolve, reject) => void looks.push({ resolve, reject })),
    lookAfterCommand: () => Promise.resolve(void (looksAfterCommand += 1)),
    delay: clock.delay,
    log,
  });
  changes.start();
  onTestFinished(() => {
    for (const look of looks) look.resolve();
    return changes.stop();
  });
  return {
    changes,
    change: () => change(),
    close,
    clock,
    log,
    looks,
    looksAfterCommand: () => looksAfterCommand,
  };
}

describe('what another program does to auth.json', () => {
  it('is seen: another account, then a sign-out', async () => {
    const { session, home, looked } = await watchedSession();
    const replaced = looked.next();
    await writeFile(`${home.authFile}.new`, JSON.stringify(chatgptDocument({ person: grace })));
    await rename(`${home.authFile}.new`, home.authFile);
    await replaced;
    expect(session.get()).toMatchObject({
      kind: 'chatgpt',
      tokens: { idToken: idToken(grace) },
    });
    const removed = looked.next();
    await home.remove();
    await removed;
    expect(session.get()).toEqual({ kind: 'signedOut' });
  });

  it('settles a notice that asked to look again', async () => {
    const { commands, home, notices, looked } = await watchedSession();
    const replaced = looked.next();
    await home.write(chatgptDocument({ person: grace }));
    await commands.refresh({ force: true });
    expect(notices.get()).toMatchObject([{ id: 'refresh-failed-for-now' }]);
    await replaced;
    expect(notices.get()).toEqual([]);
  });

  it('leads to no refresh, even where one is due', async () => {
    const { home, looked, refreshRequests } = await watchedSession();
    const replaced = looked.next();
    await home.write(chatgptDocument({ person: ada, tokens: { access_token: 'not-a-token' } }));
    await replaced;
    expect(refreshRequests()).toBe(0);
  });
});

it('our own refresh is looked at once and changes nothing, however short the tokens live', async () => {
  const lifetime = { accessTokenLifetimeSeconds: 60 };
  const { commands, session, looked, refreshRequests } = await watchedSession({
    ...lifetime,
    issuer: lifetime,
  });
  const changed = vi.fn();
  const saved = looked.next();
  await commands.reload();
  expect(refreshRequests()).toBe(1);
  session.onChange(changed);
  await saved;
  expect(refreshRequests()).toBe(1);
  expect(changed).not.toHaveBeenCalled();
});

describe('looks', () => {
  it('are one at a time; changes during a look are followed by one more', async () => {
    const { change, looks } = changesByHand();
    change();
    expect(looks).toHaveLength(1);
    change();
    change();
    expect(looks).toHaveLength(1);
    looks[0]?.resolve();
    await expect.poll(() => looks).toHaveLength(2);
    looks[1]?.resolve();
    change();
    await expect.poll(() => looks).toHaveLength(3);
  });

  it('are into the store alone where something was recorded, unless something else changed too', async () => {
    const { change, changes, looks, looksAfterCommand } = changesByHand();
    changes.noticeRecord();
    expect([looksAfterCommand(), looks.length]).toEqual([1, 0]);
    await Promise.resolve();
    change();
    await expect.poll(() => looks).toHaveLength(1);
    change();
    changes.noticeRecord();
    looks[0]?.resolve();
    await expect.poll(() => looks).toHaveLength(2);
    changes.noticeRecord();
    looks[1]?.resolve();
    await expect.poll(looksAfterCommand).toBe(2);
  });

  it('are made every five minutes, since a keyring tells nobody', async () => {
    const { clock, looks } = changesByHand();
    clock.advance(lookIntervalMs - 1);
    expect(looks).toHaveLength(0);
    clock.advance(1);
    await expect.poll(() => looks).toHaveLength(1);
    looks[0]?.resolve();
    await clock.untilWaitingFor(lookIntervalMs);
    clock.advance(lookIntervalMs);
    await expect.poll(() => looks).toHaveLength(2);
  });

  it('every five minutes find what another program did in the keyring', async () => {
    const home = await codexHomeInTest();
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'cli_auth_credentials_store = "keyring"',
    );
    const { core, keyring } = await coreInTest(home);
    const clock = manualClock();
    const looked = nextCall(() => core.commands.look());
    const changes = new OutsideChanges({
      watch: () => ({ close: () => {} }),
      look: looked.call,
      lookAfterCommand: () => Promise.resolve(),
      delay: clock.delay,
      log: capturedLog(),
    });
    changes.start();
    onTestFinished(() => changes.stop());

    const item = nameOf((await keyringItemsOf(home.folder)).record);
    keyring.items.set(item, JSON.stringify(chatgptDocument({ person: grace })));
    const signIn = looked.next();
    clock.advance(lookIntervalMs);
    await signIn;
    expect(core.session.get()).toMatchObject({ kind: 'chatgpt', source: 'keyring' });

    keyring.items.delete(item);
    const signOut = looked.next();
    await clock.untilWaitingFor(lookIntervalMs);
    clock.advance(lookIntervalMs);
    await signOut;
    expect(core.session.get()).toEqual({ kind: 'signedOut' });
  });

  it('go on after one that failed unexpectedly, which the log tells', async () => {
    const { change, looks, log } = changesByHand();
    change();
    change();
    looks[0]?.reject(new TypeError('a defect'));
    await expect.poll(() => looks).toHaveLength(2);
    expect(log.lines).toMatchObject([
      { event: 'outside-changes.unexpected-error', fields: { name: 'TypeError' } },
    ]);
  });

  it('end: the last one is awaited, and nothing is watched or waited for any more', async () => {
    const { changes, change, close, clock, looks } = changesByHand();
    change();
    change();
    const stopped = changes.stop();
    looks[0]?.resolve();
    await stopped;
    change();
    expect(looks).toHaveLength(1);
    expect(close).toHaveBeenCalledOnce();
    expect(clock.waiting()).toBe(0);
  });
});

it('watches the credential files and every settings file, but no preference of macOS', () => {
  const home = '/Users/ada/.codex';
  expect(watchedFiles(home, settingsPlaces('darwin', home, {}))).toEqual([
    '/Users/ada/.codex/auth.json',
    '/Users/ada/.codex/auth.json.refresh-refusal',
    '/Users/ada/.codex/secrets/codex_auth.age',
    '/Users/ada/.codex/.env',
    '/etc/codex/requirements.toml',
    '/etc/codex/managed_config.toml',
    '/Users/ada/.codex/config.toml',
    '/etc/codex/config.toml',
    '/Users/ada/.codex/cloud-config-bundle-cache.json',
  ]);
});
