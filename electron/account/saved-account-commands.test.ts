import { readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import type { JsonObject, SignInGrant } from '../auth/auth-record.ts';
import { serializeSwitch } from '../saved-accounts/switch-journal.ts';
import { partyOf } from '../saved-accounts/switch-recovery.ts';
import { folderDigest, savedAccountsItem } from '../store/keyring-items.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import {
  ada,
  chatgptDocument,
  grace,
  issuedTokens,
  present,
  recordOf,
  testAccessToken,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import { endpointsAt } from '../testing/session-in-test.ts';
import { ada as adaAtIssuer, grace as graceAtIssuer } from '../testing/issuer/accounts.ts';
import type { EmbeddedIssuer, SeedOverrides } from '../testing/issuer/embedded-issuer.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { directNetwork } from '../testing/network/direct-network.ts';

const issuedToGrace = { ...issuedTokens(grace), refreshToken: 'refresh-of-grace' };
const issuedToAda = { ...issuedTokens(ada), refreshToken: 'refresh-of-ada' };
const asGrace: SignInGrant = { kind: 'chatgpt', issued: issuedToGrace, apiKey: null };
const asAda: SignInGrant = { kind: 'chatgpt', issued: issuedToAda, apiKey: null };

/** Ada is in use, and Grace is saved for later. */
async function twoAccounts(options: CoreOptions = {}, document: JsonObject = chatgptDocument()) {
  const home = await codexHomeInTest(document);
  const parts = await coreInTest(home, options);
  const { commands, inHome } = parts.core.accounts;
  expect(await commands.keepForLater(asGrace)).toMatchObject({ kind: 'done' });
  return { ...parts, home, commands, inHome, ...idsOf(inHome.view().accounts) };
}

function idsOf(accounts: readonly { readonly id: string; readonly email: string | null }[]) {
  const idOf = (email: string) => accounts.find((one) => one.email === email)?.id ?? '';
  return { idOfAda: idOf('ada@example.com'), idOfGrace: idOf('grace@example.com') };
}

const recordAt = async (issuer: EmbeddedIssuer, overrides: SeedOverrides) => ({
  auth_mode: 'chatgpt',
  OPENAI_API_KEY: null,
  tokens: { ...(await issuer.issueTokens(adaAtIssuer, overrides)) },
  last_refresh: new Date().toISOString(),
});

const folderOf = ({ folder }: CodexHome) => path.join(folder, 'gatehouse-data', 'accounts');

describe('an account that is added', () => {
  it('is saved for later, and what is in use is not touched', async () => {
    const { home, inHome } = await twoAccounts();
    expect(await home.document()).toEqual(chatgptDocument());
    expect(inHome.view().accounts).toMatchObject([
      { email: 'ada@example.com', state: { kind: 'inUse' }, protection: 'none' },
      { email: 'grace@example.com', state: { kind: 'ready' }, protection: 'sealed' },
    ]);
  });

  it('is sealed in a file of its own, and no file of the list holds a token', async () => {
    const { home, idOfGrace } = await twoAccounts();
    const folder = folderOf(home);
    const names = await readdir(folder);
    expect(names.sort()).toEqual([`${idOfGrace}.age`, 'accounts.json'].sort());
    for (const name of names) {
      const text = await readFile(path.join(folder, name), 'latin1');
      expect(text).not.toContain(issuedToGrace.refreshToken);
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('of the same person and workspace renews the one that is there', async () => {
    const { commands, inHome } = await twoAccounts();
    await commands.keepForLater({ ...asGrace, apiKey: 'sk-other' });
    expect(inHome.view().accounts).toHaveLength(2);
  });

  it.each([
    ['is revoked', jsonAnswer(200, {}), 'grace@example.com is saved for later.'],
    ['is told of where it cannot be revoked', jsonAnswer(500, {}), 'The sign-in before stays: '],
  ])('leaves a sign-in behind that %s, by a program that starts then', async (_, answer, told) => {
    const { home, keyring } = await twoAccounts();
    const { http, requests } = scriptedHttp(answer);
    const { core } = await coreInTest(home, { keyring, http });
    const again = { ...asGrace, issued: { ...issuedToGrace, refreshToken: 'refresh-2' } };
    const outcome = await core.accounts.commands.keepForLater(again);
    expect(outcome.message).toContain(told);
    expect(requests.map(({ url }) => url)).toEqual(['https://auth.openai.com/oauth/revoke']);
    expect(String(requests[0]?.body)).toContain(issuedToGrace.refreshToken);
  });

  it('that is the one in use renews it where it is', async () => {
    const { commands, inHome, home } = await twoAccounts();
    expect(await commands.keepForLater(asAda)).toEqual({
      kind: 'done',
      message: 'The account in use has a new sign-in.',
      severity: 'success',
    });
    expect((await home.document())['tokens']).toMatchObject({
      refresh_token: issuedToAda.refreshToken,
    });
    expect(inHome.view().accounts).toHaveLength(2);
  });

  it('is refused where another one was asked for, and nothing is changed', async () => {
    const { commands, inHome, idOfAda } = await twoAccounts();
    const before = inHome.view();
    expect(await commands.keepForLater(asGrace, idOfAda)).toMatchObject({
      kind: 'failed',
      code: 'another-account',
    });
    expect(inHome.view()).toEqual(before);
  });
});

describe('a switch', () => {
  it('puts the saved account into use and saves the one that was', async () => {
    const { home, commands, inHome, idOfGrace, core } = await twoAccounts();
    expect(await commands.use(idOfGrace)).toMatchObject({ kind: 'done' });
    expect((await home.document())['tokens']).toMatchObject({
      refresh_token: issuedToGrace.refreshToken,
    });
    expect(core.session.get()).toMatchObject({ kind: 'chatgpt' });
    expect(inHome.view().accounts).toMatchObject([
      { email: 'grace@example.com', state: { kind: 'inUse' }, protection: 'sealed' },
      { email: 'ada@example.com', state: { kind: 'ready' }, protection: 'sealed' },
    ]);
    expect(await readdir(folderOf(home))).not.toContainEqual(expect.stringMatching(/^switch-/));
  });

  it('and back restores the record with every member', async () => {
    const document = { ...chatgptDocument(), from_tomorrow: { deep: [1.5e300, null] } };
    const { home, commands, idOfAda, idOfGrace } = await twoAccounts({}, document);
    await commands.use(idOfGrace);
    expect(await commands.use(idOfAda)).toMatchObject({ kind: 'done' });
    expect(await home.document()).toEqual(document);
  });

  it.each([
    ['an API key', { auth_mode: 'apikey', OPENAI_API_KEY: testApiKey }],
    ['a personal access token', { OPENAI_API_KEY: null, personal_access_token: testAccessToken }],
  ])('saves %s as well', async (_, document) => {
    const { home, commands, inHome, idOfGrace } = await twoAccounts({}, document);
    await commands.use(idOfGrace);
    const back = inHome.view().accounts.find(({ state }) => state.kind === 'ready');
    await commands.use(back?.id ?? '');
    expect(await home.document()).toEqual(document);
  });

  it('that a rule bars changes nothing, and the row names the rule', async () => {
    const { home, commands, inHome, idOfGrace, core } = await twoAccounts();
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'forced_chatgpt_workspace_id = "ws-ada"\n',
    );
    await core.rules.reload();
    expect(await commands.use(idOfGrace)).toMatchObject({ code: 'forbidden-by-rule' });
    expect(await home.document()).toEqual(chatgptDocument());
    expect(inHome.view().accounts[1]).toMatchObject({
      state: { kind: 'notAllowed', rule: 'forced_chatgpt_workspace_id' },
    });
  });

  it('to an account that is not there changes nothing', async () => {
    const { home, commands } = await twoAccounts();
    expect(await commands.use('000000000000')).toMatchObject({ code: 'not-found' });
    expect(await home.document()).toEqual(chatgptDocument());
  });

  it('is refused while a sign-in of Codex waits, which is named', async () => {
    const { home, commands, idOfGrace } = await twoAccounts({
      homePrograms: {
        list: () => Promise.resolve([]),
        running: () => Promise.resolve([]),
        waitingSignIn: () => Promise.resolve('codex (process 4711)'),
      },
    });
    expect(await commands.use(idOfGrace)).toMatchObject({
      code: 'sign-in-waits',
      message: expect.stringContaining('codex (process 4711)') as string,
    });
    expect(await home.document()).toEqual(chatgptDocument());
  });

  it('that took place is told as done where the list cannot be written any more, and settled later', async () => {
    const { home, commands, inHome, core, idOfAda, idOfGrace } = await twoAccounts();
    const exchange = core.store.exchange.bind(core.store);
    const folder = folderOf(home);
    vi.spyOn(core.store, 'exchange').mockImplementation(async (...args) => {
      const outcome = await exchange(...args);
      // In its place, nothing can be put.
      await rename(folder, `${folder}-away`);
      await writeFile(folder, '');
      return outcome;
    });
    expect(await commands.use(idOfGrace)).toMatchObject({ kind: 'done' });
    expect((await home.document())['tokens']).toMatchObject({
      refresh_token: issuedToGrace.refreshToken,
    });
    await rm(folder);
    await rename(`${folder}-away`, folder);
    expect(await readdir(folder)).toContainEqual(expect.stringMatching(/^switch-/));
    await inHome.look();
    expect(await readdir(folder)).not.toContainEqual(expect.stringMatching(/^switch-/));
    expect(inHome.view().accounts).toMatchObject([
      { id: idOfGrace, state: { kind: 'inUse' } },
      { id: idOfAda, state: { kind: 'maySpent', reason: 'switch-interrupted' } },
    ]);
  });

  it.each([
    ['a Codex ran', ['codex (process 4711)'], 'codex-was-running', 'codex (process 4711) ran'],
    ['nobody can see what ran', null, 'codex-may-have-run', 'does not show whether Codex ran'],
  ])('marks the account that was in use where %s, and says so', async (_, ran, reason, words) => {
    const { commands, inHome, idOfGrace } = await twoAccounts({
      homePrograms: {
        list: () => Promise.resolve(null),
        running: () => Promise.resolve(ran),
        waitingSignIn: () => Promise.resolve(null),
      },
    });
    expect(await commands.use(idOfGrace)).toMatchObject({
      kind: 'done',
      message: expect.stringContaining(words) as string,
    });
    expect(inHome.view().accounts).toMatchObject([
      { state: { kind: 'inUse' } },
      { state: { kind: 'maySpent', reason } },
    ]);
  });

  it('refreshes an account that is due, in its own place, before it is put into use', async () => {
    const issuer = await issuerInTest();
    const options = { endpoints: endpointsAt(issuer.origin), http: directNetwork.http };
    const home = await codexHomeInTest(
      await recordAt(issuer, { accessTokenLifetimeSeconds: 3600 }),
    );
    const now = Date.now;
    const { core } = await coreInTest(home, { ...options, now });
    const { commands, inHome } = core.accounts;
    const tokens = await issuer.issueTokens(graceAtIssuer, { accessTokenLifetimeSeconds: 600 });
    const issued = {
      ...issuedTokens(grace),
      idToken: tokens.id_token,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      provenance: { issuer: issuer.origin, clientId: 'app_EMoamEEZ73f0CkXaXp7hrann' },
    };
    await commands.keepForLater({ kind: 'chatgpt', issued, apiKey: null });
    const grown = inHome.view().accounts.find(({ state }) => state.kind === 'ready');
    expect(await commands.use(grown?.id ?? '')).toMatchObject({ kind: 'done' });
    const stored = (await home.document())['tokens'] as JsonObject;
    expect(stored['refresh_token']).not.toBe(tokens.refresh_token);
    expect(issuer.reuses()).toBe(0);
  });
});

describe('the account that is in use', () => {
  it('is not put into use again, and its saved copy is not redeemed', async () => {
    const issuer = await issuerInTest();
    const options = { endpoints: endpointsAt(issuer.origin), http: directNetwork.http };
    const home = await codexHomeInTest(await recordAt(issuer, { accessTokenLifetimeSeconds: 600 }));
    const { core } = await coreInTest(home, { ...options, now: Date.now });
    const { commands, inHome } = core.accounts;
    const { idOfAda } = idsOf(inHome.view().accounts);
    await commands.rename(idOfAda, 'Work');
    const before = issuer.requests.length;
    expect(await commands.use(idOfAda)).toMatchObject({ code: 'in-use' });
    expect(issuer.requests).toHaveLength(before);
  });
});

describe('the name of an account', () => {
  it.each(['', ' ', 'a\nb', 'x'.repeat(81), '\u202eWork'])(
    'is refused where it is %j',
    async (label) => {
      const { commands, inHome, idOfGrace } = await twoAccounts();
      expect(await commands.rename(idOfGrace, label)).toMatchObject({ code: 'bad-label' });
      expect(inHome.view().accounts[1]).toMatchObject({ label: null });
    },
  );

  it.each(['W', 'Work at Example', 'Büro 😀', 'x'.repeat(80)])('may be %j', async (label) => {
    const { commands, inHome, idOfGrace } = await twoAccounts();
    expect(await commands.rename(idOfGrace, label)).toMatchObject({ kind: 'done' });
    expect(inHome.view().accounts[1]).toMatchObject({ label });
  });
});

describe('signing out everywhere', () => {
  it.each([
    ['forbids', 'false', 'forbidden-by-rule'],
    ['does not say clearly', '"maybe"', 'rules-unknown'],
  ])('is refused where a rule %s it, and the account stays', async (_, value, code) => {
    const { commands, inHome, idOfGrace } = await twoAccounts({
      systemSettings: {
        '/etc/codex/requirements.toml': `[gatehouse]\nallow_sign_out_everywhere = ${value}\n`,
      },
    });
    expect(await commands.signOutEverywhere(idOfGrace)).toMatchObject({ code });
    expect(inHome.view().accounts).toHaveLength(2);
  });
});

describe('what diagnostics look at', () => {
  it('is the key where something was sealed with it, which is asked for without a prompt', async () => {
    const { inHome } = await twoAccounts();
    expect(await inHome.inspect()).toMatchObject({ saved: 1, key: { kind: 'open' } });
  });

  it('is no key where nothing was ever sealed: no keyring is asked', async () => {
    const keyring = memoryKeyring();
    keyring.refuse('no-service');
    const { core } = await coreInTest(await codexHomeInTest(chatgptDocument()), { keyring });
    expect(await core.accounts.inHome.inspect()).toMatchObject({
      saved: 0,
      key: { kind: 'none' },
      exposed: null,
      hasOpenSwitch: false,
    });
  });

  it('is a file that others may read, and a switch that did not end', async () => {
    const { inHome, home } = await twoAccounts();
    const file = path.join(folderOf(home), 'switch-0123456789abcdef.json');
    await writeFile(file, '{', { mode: 0o644 });
    expect(await inHome.inspect()).toMatchObject({ exposed: file, hasOpenSwitch: true });
  });
});

describe('an account that is removed', () => {
  it('is gone from this device with its file', async () => {
    const { home, commands, idOfGrace } = await twoAccounts();
    expect(await commands.remove(idOfGrace)).toMatchObject({ kind: 'done' });
    expect(await readdir(folderOf(home))).toEqual(['accounts.json']);
    expect(await home.document()).toEqual(chatgptDocument());
  });

  it.each(['remove', 'signOutEverywhere'] as const)(
    'is not signed out here where another home uses it too: %s',
    async (take) => {
      const { home, commands, idOfGrace } = await twoAccounts();
      await commands.use(idOfGrace);
      const listFile = path.join(folderOf(home), 'accounts.json');
      const list = JSON.parse(await readFile(listFile, 'utf8')) as {
        accounts: { id: string; homes: JsonObject[] }[];
      };
      const entry = list.accounts.find(({ id }) => id === idOfGrace);
      entry?.homes.push({ ...entry.homes[0], path: '/home/ada/.codex-work' });
      await writeFile(listFile, JSON.stringify(list));
      const before = await home.text();
      expect(await commands[take](idOfGrace)).toMatchObject({ code: 'in-use-elsewhere' });
      expect(await home.text()).toBe(before);
    },
  );

  it('is signed out first where it is in use', async () => {
    const { home, commands, inHome, idOfAda } = await twoAccounts();
    expect(await commands.remove(idOfAda)).toMatchObject({ kind: 'done' });
    expect(await home.text()).toBeNull();
    expect(inHome.view().accounts).toMatchObject([{ email: 'grace@example.com' }]);
  });
});

describe('the account in use', () => {
  it('is gone with its saved file where the person signs out', async () => {
    const { home, core, commands, inHome, idOfGrace } = await twoAccounts();
    await commands.use(idOfGrace);
    await core.commands.signOut({ everywhere: false });
    expect(inHome.view().accounts).toMatchObject([{ email: 'ada@example.com' }]);
    expect(await readdir(folderOf(home))).not.toContain(`${idOfGrace}.age`);
  });

  it('stays saved, and off, where a rule removes it', async () => {
    const { home, core, commands, inHome, idOfGrace } = await twoAccounts();
    await commands.use(idOfGrace);
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'forced_chatgpt_workspace_id = "ws-ada"\n',
    );
    await core.commands.look();
    expect(await home.text()).toBeNull();
    expect(inHome.view().accounts.find(({ id }) => id === idOfGrace)).toMatchObject({
      state: { kind: 'notAllowed' },
    });
    await writeFile(path.join(home.folder, 'config.toml'), '');
    await core.commands.look();
    expect(await commands.use(idOfGrace)).toMatchObject({ kind: 'done' });
    expect((await home.document())['tokens']).toMatchObject({
      refresh_token: issuedToGrace.refreshToken,
    });
  });

  it('has a saved file that follows what Codex refreshed', async () => {
    const { home, core, commands, idOfGrace, idOfAda } = await twoAccounts();
    await commands.use(idOfGrace);
    const tokens = { refresh_token: 'refresh-of-grace-2' };
    await home.write(chatgptDocument({ person: grace, tokens }));
    await core.commands.look();
    await commands.use(idOfAda);
    expect(await commands.use(idOfGrace)).toMatchObject({ kind: 'done' });
    expect((await home.document())['tokens']).toMatchObject(tokens);
  });
});

describe('where sign-ins are to stay in memory', () => {
  it('none is saved', async () => {
    const home = await codexHomeInTest();
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'cli_auth_credentials_store = "ephemeral"\n',
    );
    const { core } = await coreInTest(home);
    expect(await core.accounts.commands.keepForLater(asGrace)).toMatchObject({
      code: 'forbidden-by-rule',
    });
    expect(core.accounts.inHome.view().accounts).toEqual([]);
  });
});

describe('an account that another program took away', () => {
  it.each([
    ['signed-out', (home: CodexHome) => home.remove()],
    [
      'replaced',
      (home: CodexHome) =>
        home.write(chatgptDocument({ person: grace, tokens: { refresh_token: 'refresh-2' } })),
    ],
  ] as const)('is marked as %s, and its saved copy stays', async (reason, takeAway) => {
    const { home, commands, inHome, idOfAda, idOfGrace, core } = await twoAccounts();
    await commands.use(idOfGrace);
    await commands.use(idOfAda);
    await takeAway(home);
    await core.session.reload();
    await inHome.look();
    const row = inHome.view().accounts.find(({ id }) => id === idOfAda);
    expect(row).toMatchObject({ state: { kind: 'maySpent', reason }, protection: 'sealed' });
  });
});

describe('what is recorded', () => {
  const about = (user: string) => ({ user, account: `ws-${user}` });

  it('names the person and workspace that it is about, not those in use', async () => {
    const { commands, core, idOfGrace } = await twoAccounts();
    await commands.keepForLater({ ...asGrace, apiKey: 'sk-other' });
    await commands.rename(idOfGrace, 'Work');
    await commands.use(idOfGrace);
    const { entries } = await core.activity.read();
    expect(entries.toReversed()).toMatchObject([
      { action: 'add-account', ...about('grace') },
      { action: 'renew-account', ...about('grace') },
      { action: 'rename-account', ...about('grace') },
      { action: 'switch-account', ...about('grace') },
    ]);
  });

  it('is once that another program replaced an account', async () => {
    const { home, commands, inHome, core, idOfAda, idOfGrace } = await twoAccounts();
    await commands.use(idOfGrace);
    await commands.use(idOfAda);
    await home.write(chatgptDocument({ person: grace, tokens: { refresh_token: 'refresh-2' } }));
    await core.session.reload();
    await inHome.look();
    await inHome.look();
    const { entries } = await core.activity.read();
    const replaced = entries.filter(({ action }) => action === 'replace-account');
    expect(replaced).toMatchObject([{ actor: 'other-program', outcome: 'done', ...about('ada') }]);
  });
});

describe('a sign-in that a new one replaces', () => {
  it('becomes a saved account', async () => {
    const { core } = await coreInTest(await codexHomeInTest(chatgptDocument()));
    await core.signInDeps.save(asGrace);
    expect(core.kept.commands.list()).toEqual([]);
    expect(core.accounts.inHome.view().accounts).toMatchObject([
      { email: 'grace@example.com', state: { kind: 'inUse' } },
      { email: 'ada@example.com', state: { kind: 'ready' } },
    ]);
  });
});

describe('a sign-in for later, or again', () => {
  it('needs a keyring that can be asked, or the agreement to plain files, before it begins', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { core, keyring } = await coreInTest(home);
    keyring.remove();
    const { commands, inHome } = core.accounts;
    await expect(commands.requirePlaceFor({ purpose: 'keep' })).rejects.toMatchObject({
      code: 'keyring-unavailable',
    });
    expect(inHome.view()).toMatchObject({ problem: { code: 'no-keyring' }, inPlainFiles: false });
    await commands.choosePlainFiles(true);
    await commands.requirePlaceFor({ purpose: 'keep' });
    expect(inHome.view()).toMatchObject({ problem: null, inPlainFiles: true });
  });

  it('makes the key before it begins, where nothing was ever sealed', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { core, keyring } = await coreInTest(home);
    await core.accounts.commands.requirePlaceFor({ purpose: 'keep' });
    expect(await keyring.get(savedAccountsItem)).toMatch(/^AGE-SECRET-KEY-1/);
  });

  it('is not begun where the key is gone: nobody could open what it saves', async () => {
    const { commands, inHome, keyring } = await twoAccounts();
    const key = await keyring.get(savedAccountsItem);
    await keyring.delete(savedAccountsItem);
    await expect(commands.requirePlaceFor({ purpose: 'keep' })).rejects.toThrow(
      /not in the keyring any more/,
    );
    expect(inHome.view()).toMatchObject({
      problem: { code: 'key-gone' },
      accounts: [{}, { state: { kind: 'needsSignIn', reason: 'unreadable' } }],
    });
    await keyring.set(savedAccountsItem, key ?? '');
    await inHome.lookAgain();
    expect(inHome.view()).toMatchObject({
      problem: null,
      accounts: [{}, { state: { kind: 'ready' } }],
    });
    await keyring.delete(savedAccountsItem);
    await commands.startWithNewKey();
    expect(inHome.view()).toMatchObject({
      problem: null,
      accounts: [{}, { state: { kind: 'needsSignIn', reason: 'unreadable' } }],
    });
  });

  it('needs no keyring where it is of the account in use, which is not saved', async () => {
    const { core, keyring } = await coreInTest(await codexHomeInTest(chatgptDocument()));
    keyring.remove();
    const { commands, inHome } = core.accounts;
    const { idOfAda } = idsOf(inHome.view().accounts);
    await commands.requirePlaceFor({ purpose: 'renew', account: idOfAda });
    expect(inHome.view().problem).toBeNull();
  });

  it('is refused where sign-ins are to stay in memory alone', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'cli_auth_credentials_store = "ephemeral"\n',
    );
    const { core } = await coreInTest(home);
    const { commands } = core.accounts;
    const refused = { code: 'forbidden-by-rule' };
    await expect(commands.requirePlaceFor({ purpose: 'keep' })).rejects.toMatchObject(refused);
    await expect(commands.keepFor(asGrace, { purpose: 'keep' })).rejects.toMatchObject(refused);
  });

  it('of another account than asked for says whose both are, and saves nothing', async () => {
    const { core, commands, idOfAda } = await twoAccounts();
    const renewing = commands.keepFor(asGrace, { purpose: 'renew', account: idOfAda });
    await expect(renewing).rejects.toMatchObject({
      code: 'another-account',
      message: 'You signed in as grace@example.com, not as ada@example.com. Nothing was changed.',
    });
    expect(core.notices.get()).toEqual([]);
  });

  it('of the same account renews it where it is', async () => {
    const { commands, inHome, idOfGrace } = await twoAccounts();
    const again = { ...asGrace, issued: { ...issuedToGrace, refreshToken: 'refresh-2' } };
    await commands.keepFor(again, { purpose: 'renew', account: idOfGrace });
    expect(inHome.view().accounts).toHaveLength(2);
  });

  it('expects the person and workspace of a renewal alone', async () => {
    const { commands, idOfGrace } = await twoAccounts();
    expect(commands.expectedFor({ purpose: 'keep' })).toBeNull();
    expect(commands.expectedFor({ purpose: 'renew', account: idOfGrace })).toEqual({
      email: 'grace@example.com',
      workspaceId: 'ws-grace',
    });
  });

  it.each([
    ['nobody knows is revoked', { ...grace, userId: 'user-nobody' }, 1],
    ['is of a known account is not, lest that ends the known one', grace, 0],
  ])('that nobody wants and %s', async (_, person, times) => {
    const issuer = await issuerInTest();
    const { commands } = await twoAccounts({
      endpoints: endpointsAt(issuer.origin),
      http: directNetwork.http,
    });
    const provenance = { issuer: issuer.origin, clientId: 'app_EMoamEEZ73f0CkXaXp7hrann' };
    const issued = { ...issuedTokens(person), refreshToken: 'unwanted', provenance };
    await commands.discard({ kind: 'chatgpt', issued, apiKey: null });
    const revoked = issuer.requests.filter(({ endpoint }) => endpoint === 'revoke');
    expect(revoked).toHaveLength(times);
  });
});

describe('plain files', () => {
  it('are used for new accounts after the person agreed, until they take that back', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { core, keyring } = await coreInTest(home);
    const { commands, inHome } = core.accounts;
    keyring.remove();
    await commands.choosePlainFiles(true);
    expect(await commands.keepForLater(asGrace)).toMatchObject({ kind: 'done' });
    expect(inHome.view().accounts[1]).toMatchObject({ protection: 'plain' });
    keyring.answer();
    await commands.choosePlainFiles(false);
    await commands.keepForLater(asGrace);
    expect(inHome.view()).toMatchObject({
      inPlainFiles: false,
      accounts: [{}, { protection: 'sealed' }],
    });
  });

  it('are not used where a rule forbids files', async () => {
    const { core } = await coreInTest(await codexHomeInTest(chatgptDocument()), {
      systemSettings: {
        '/etc/codex/requirements.toml': '[gatehouse]\nallow_file_storage = false',
      },
    });
    const { commands, inHome } = core.accounts;
    expect(inHome.view().mayUsePlainFiles).toBe(false);
    expect(await commands.choosePlainFiles(true)).toMatchObject({ code: 'forbidden-by-rule' });
    expect(inHome.view().inPlainFiles).toBe(false);
  });
});

describe('a switch that a program began and did not end', () => {
  async function begun(journal: (home: string) => string) {
    const { home } = await twoAccounts();
    const real = await realpath(home.folder);
    const file = path.join(folderOf(home), `switch-${folderDigest(real)}.json`);
    await writeFile(file, journal(real));
    const { core } = await coreInTest(home);
    return { names: await readdir(folderOf(home)), file, view: core.accounts.inHome.view() };
  }

  it('is ended when the next program opens', async () => {
    const { names, view } = await begun((home) =>
      serializeSwitch({
        version: 1,
        home,
        mode: 'file',
        outgoing: partyOf(present(recordOf(chatgptDocument())), null),
        incoming: partyOf({ kind: 'absent' }, '0123456789ab'),
        startedAt: testNow,
      }),
    );
    expect(names).not.toContainEqual(expect.stringMatching(/^switch-/));
    expect(view.problem).toBeNull();
  });

  it('is told where nothing may be concluded, and stays', async () => {
    const { names, file, view } = await begun(() => '{"version":2}');
    expect(names).toContain(path.basename(file));
    expect(view.problem).toMatchObject({ code: 'switch-open' });
  });
});

describe('signing out everywhere', () => {
  it('is refused by the rule, and nothing is removed', async () => {
    const { commands, inHome, idOfGrace } = await twoAccounts({
      systemSettings: {
        '/etc/codex/requirements.toml': '[gatehouse]\nallow_sign_out_everywhere = false',
      },
    });
    expect(await commands.signOutEverywhere(idOfGrace)).toMatchObject({
      code: 'forbidden-by-rule',
    });
    expect(inHome.view().accounts).toHaveLength(2);
  });
});
