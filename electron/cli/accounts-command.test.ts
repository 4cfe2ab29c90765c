import { describe, expect, it } from 'vitest';

import type { SignInGrant } from '../auth/auth-record.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { chatgptDocument, grace, issuedTokens, testApiKey } from '../testing/credentials.ts';
import { accountsOutputSchema, runAccounts, runSwitch } from './accounts-command.ts';
import { parseArguments } from './arguments.ts';
import { exitCodeOfAccounts } from './exit-codes.ts';

const asGrace: SignInGrant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null };
const withKey: SignInGrant = { kind: 'apiKey', apiKey: testApiKey };

/** Ada is in use; Grace, and an API key called "Key", are saved. */
async function threeAccounts(options: CoreOptions = {}) {
  const home = await codexHomeInTest(chatgptDocument());
  const { core } = await coreInTest(home, options);
  const { commands, inHome } = core.accounts;
  await commands.keepForLater(asGrace);
  await commands.keepForLater(withKey);
  const key = inHome.view().accounts.find(({ kind }) => kind === 'apiKey');
  await commands.rename(key?.id ?? '', 'Key');
  const run = async (...words: string[]) => {
    const { terminal, said } = capturedTerminal();
    const parsed = parseArguments(words);
    if (!parsed.ok) throw new TypeError(parsed.message);
    const { command } = parsed;
    const exitCode =
      command.name === 'accounts'
        ? await runAccounts(core, terminal, command)
        : command.name === 'switch'
          ? await runSwitch(core, terminal, command)
          : null;
    return { exitCode, out: said.out.join('\n'), err: said.err.join('\n') };
  };
  const inUse = () => inHome.view().accounts.find(({ state }) => state.kind === 'inUse');
  return { core, inHome, run, inUse, home };
}

describe('gatehouse accounts', () => {
  it('lists the accounts, the one in use first, and tells what to do', async () => {
    const { run } = await threeAccounts();
    const { exitCode, out } = await run('accounts');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^[0-9a-f]{12} {2}ada@example\.com\n {2}in use\n/);
    expect(out).toMatch(/\n[0-9a-f]{12} {2}grace@example\.com\n {2}ready\n/);
    expect(out).toMatch(/\n[0-9a-f]{12} {2}Key\n {2}ready\n {2}API key\n/);
    expect(out).toContain('gatehouse switch grace@example.com');
    expect(out).not.toContain(testApiKey);
  });

  it('prints one object with --json, as published, and no secret', async () => {
    const { run } = await threeAccounts();
    const { out } = await run('accounts', '--json');
    const output = accountsOutputSchema.parse(JSON.parse(out));
    expect(output.accounts.map(({ state }) => state)).toEqual(['inUse', 'ready', 'ready']);
    expect(out).not.toContain(testApiKey);
    expect(out).not.toContain(issuedTokens(grace).refreshToken);
  });

  it('names and takes the name away again', async () => {
    const { run, inHome } = await threeAccounts();
    const labels = () => inHome.view().accounts.map(({ label }) => label);
    expect(await run('accounts', 'rename', 'grace@example.com', 'Team')).toMatchObject({
      exitCode: 0,
      out: 'It is called "Team" now.',
    });
    expect(labels()).toContain('Team');
    await run('accounts', 'rename', 'Team', '');
    expect(labels()).not.toContain('Team');
  });

  it.each(['remove', 'sign-out'])('%s takes an account away', async (verb) => {
    const { run, inHome } = await threeAccounts();
    expect(await run('accounts', verb, 'Key')).toMatchObject({ exitCode: 0 });
    expect(inHome.view().accounts).toHaveLength(2);
  });

  it('agrees to plain files, and takes that back', async () => {
    const { run, inHome } = await threeAccounts();
    await run('accounts', 'plain-files', 'on');
    expect(inHome.view().inPlainFiles).toBe(true);
    await run('accounts', 'plain-files', 'off');
    expect(inHome.view().inPlainFiles).toBe(false);
  });

  it('makes a new key, after which what was sealed needs a sign-in', async () => {
    const { run } = await threeAccounts();
    expect(await run('accounts', 'new-key')).toMatchObject({ exitCode: 0 });
    expect((await run('switch', 'Key')).exitCode).toBe(4);
  });
});

describe('gatehouse switch', () => {
  it('puts an account into use and says what became of the other', async () => {
    const { run, inUse } = await threeAccounts();
    const { exitCode, out } = await run('switch', 'Key');
    expect(exitCode).toBe(0);
    expect(out).toBe('You’re using Key. ada@example.com is saved.');
    expect(inUse()).toMatchObject({ label: 'Key' });
  });

  it('takes the beginning of a name, and tells where several begin so', async () => {
    const { run, inUse } = await threeAccounts();
    expect(await run('switch', 'GRACE')).toMatchObject({ exitCode: 0 });
    expect(inUse()).toMatchObject({ email: grace.email });
    expect((await run('accounts', 'remove', 'ada@')).exitCode).not.toBe(0);
  });

  it('says how to use a sign-in that is kept and not saved', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const rule = '[gatehouse]\nallow_saved_accounts = false\n';
    const systemSettings = { '/etc/codex/requirements.toml': rule };
    const { core } = await coreInTest(home, { systemSettings });
    await core.commands.signIn(asGrace);
    const { terminal, said } = capturedTerminal();
    const exitCode = await runSwitch(core, terminal, { account: 'ada@', json: false });
    const [kept] = core.kept.commands.list();
    expect([exitCode, said.err]).toEqual([
      2,
      [`ada@example.com is kept, not saved. Run "gatehouse kept use ${kept?.id}".`],
    ]);
  });

  it('to the account in use changes nothing, and is done', async () => {
    const { run, home } = await threeAccounts();
    expect(await run('switch', 'ada@example.com')).toMatchObject({
      exitCode: 0,
      out: 'ada@example.com is in use already.',
    });
    expect(await home.document()).toEqual(chatgptDocument());
  });

  it('with --json prints the list as it is afterwards', async () => {
    const { run } = await threeAccounts();
    const { out } = await run('switch', 'Key', '--json');
    const output = accountsOutputSchema.parse(JSON.parse(out));
    expect(output.accounts[0]).toMatchObject({ label: 'Key', state: 'inUse' });
    expect(output).toMatchObject({ message: expect.stringContaining('using Key') as string });
  });

  it('ends with 3 where a rule forbids it, and the list says where that is set', async () => {
    const { run, inUse } = await threeAccounts({
      systemSettings: {
        '/etc/codex/requirements.toml': 'allowed_chatgpt_workspaces = ["ws-ada"]\n',
      },
    });
    const { exitCode, err } = await run('switch', 'grace@example.com');
    expect(exitCode).toBe(3);
    expect(err).toContain(
      'This device only allows workspace ws-ada. This account belongs to workspace ws-grace.',
    );
    expect(inUse()).toMatchObject({ email: 'ada@example.com' });
    expect((await run('accounts')).out).toMatch(
      /not allowed here: .* \(set in .*requirements\.toml/,
    );
  });
});

describe('an account that is not named clearly', () => {
  it('is listed with the others of that name, and nothing is done', async () => {
    const { run, inHome } = await threeAccounts();
    await run('accounts', 'rename', 'grace@example.com', 'Key');
    const before = inHome.view();
    const ids = before.accounts.filter(({ label }) => label === 'Key').map(({ id }) => id);
    for (const words of [
      ['switch', 'Key'],
      ['accounts', 'remove', 'Key'],
      ['accounts', 'sign-out', 'Key'],
      ['accounts', 'rename', 'Key', 'Other'],
    ]) {
      const { exitCode, err } = await run(...words);
      expect(exitCode).toBe(2);
      for (const id of ids) expect(err).toContain(id);
    }
    expect(ids).toHaveLength(2);
    expect(inHome.view()).toEqual(before);
  });

  it('is not repeated, since it may be a key', async () => {
    const { run } = await threeAccounts();
    const { exitCode, err, out } = await run('switch', 'sk-not-a-name');
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).not.toContain('sk-not-a-name');
  });
});

it.each([
  ['not-found', 2],
  ['ambiguous', 2],
  ['bad-label', 2],
  ['in-use', 0],
  ['another-account', 1],
  ['forbidden-by-rule', 3],
  ['needs-sign-in', 4],
  ['in-use-elsewhere', 5],
  ['sign-in-waits', 5],
  ['too-slow', 5],
  ['cannot-refresh', 5],
  ['busy', 5],
  ['switch-open', 6],
  ['rules-unknown', 6],
  ['key-shut', 6],
  ['unreadable', 6],
  ['unwritable', 6],
  ['keyring-locked', 6],
] as const)('a command that failed by "%s" ends with %d', (code, exitCode) => {
  expect(exitCodeOfAccounts(code)).toBe(exitCode);
});

describe('the words of the commands', () => {
  it.each([
    ['accounts', 'rename', 'Work'],
    ['accounts', 'rename', 'Work', 'a\nb'],
    ['accounts', 'remove'],
    ['accounts', 'remove', 'a', 'b'],
    ['accounts', 'plain-files', 'maybe'],
    ['accounts', 'new-key', 'now'],
    ['accounts', 'use', 'Work'],
    ['switch'],
    ['switch', 'a', 'b'],
  ])('are refused as "%s %s %s %s"', (...words) => {
    expect(parseArguments(words.filter((word) => word !== undefined))).toMatchObject({ ok: false });
  });
});
