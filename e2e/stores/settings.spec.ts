import { access } from 'node:fs/promises';

import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
} from '../fixtures/machine-files.ts';
import { gatehouseScript, runCodex, runGatehouse, startProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import { expect, recordItem, setting, test } from '../fixtures/stores.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { Home } from '../fixtures/command-line.ts';

const key = 'sk-test-0123456789abcdef';

test.describe('auto without a session bus', () => {
  test.beforeEach(({ home }) => home.configure(setting('auto')));

  test('the file is used, by the CLI too', async ({ home }) => {
    const env = withoutBus(home);
    await runGatehouse(['login', '--with-api-key'], { env, stdin: key });
    expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: key });
    expect(await statusOf({ env })).toMatchObject({
      exitCode: 0,
      report: {
        source: 'file',
        store: { mode: 'auto', location: home.authFile },
        problem: null,
      },
    });
    const cli = await runCodex(['login', 'status'], { env });
    expect(cli.stderr).toContain('API key configured - sk-test-***bcdef');
  });

  test('a sign-out removes the file and says what it could not reach', async ({ home, issuer }) => {
    const env = withoutBus(home);
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { exitCode, stdout, stderr } = await runGatehouse(['logout', '--json'], { env });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'signedOut',
      unreached: [expect.stringContaining('the keyring (item "Codex Auth")')],
    });
    expect(stderr).toContain('Not reached, and may still hold the sign-in: the keyring');
    await expect(access(home.authFile)).rejects.toThrow('ENOENT');
    expect((await statusOf({ env })).report).toMatchObject({ signedIn: false, problem: null });
  });
});

test('keyring without a session bus is a named problem, and nothing is written in plain text', async ({
  home,
}) => {
  const env = withoutBus(home);
  await home.configure(setting('keyring'));
  const login = await runGatehouse(['login', '--with-api-key', '--json'], { env, stdin: key });
  expect(login.exitCode).toBe(6);
  expect(JSON.parse(login.stdout)).toMatchObject({ problem: { code: 'keyring-unavailable' } });
  await expect(access(home.authFile)).rejects.toThrow('ENOENT');
  const { exitCode, report } = await statusOf({ env });
  expect(exitCode).toBe(6);
  expect(report.problem?.code).toBe('keyring-unavailable');
  expect(report.problem?.message).toMatch(/Start GNOME .* or store your sign-in in a file/);
});

test.describe('the keyring alone, by rule, and no keyring there', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  test('no command advises a file, and the status says it once', async ({ home }) => {
    const machine = await machineFolder({
      'requirements.toml':
        'cli_auth_credentials_store = "keyring"\nallowed_login_methods = ["api"]\n[gatehouse]\nallow_file_storage = false\n',
    });
    const run = (args: readonly string[], stdin = '') => {
      const command = [process.execPath, gatehouseScript, ...args];
      const [program = '', ...rest] = besideMachineFiles(machine.folder, command);
      return startProgram(program, rest, { env: withoutBus(home), stdin }).end;
    };
    const start = /Start GNOME Keyring, KWallet or KeePassXC\./g;
    const status = await run(['status']);
    expect(status.exitCode).toBe(6);
    expect(status.stdout.match(start)).toHaveLength(1);
    expect(status.stdout).toContain('not judged, since the sign-in cannot be read');
    for (const [args, words] of [
      [['login', '--with-api-key'], start],
      [['logout'], start],
      [['policy'], start],
      [['store'], /An administrator sets cli_auth_credentials_store = "keyring"/],
      [['doctor'], /Start the keyring service of this desktop\.$/m],
    ] as const) {
      const { stdout, stderr } = await run(args, key);
      expect(stdout + stderr, args.join(' ')).toMatch(words);
      expect(stdout + stderr, args.join(' ')).not.toMatch(/keep .* in a file|move file/i);
    }
    await machine.remove();
  });
});

test('ephemeral: the command line says that it cannot see the sign-in, and touches nothing', async ({
  home,
}) => {
  await home.configure(setting('ephemeral'));
  await home.writeAuth({ OPENAI_API_KEY: key });
  const { exitCode, report } = await statusOf(home);
  expect(exitCode).not.toBe(0);
  expect(report).toMatchObject({
    signedIn: false,
    store: { mode: 'ephemeral' },
    problem: { code: 'store-not-visible' },
  });
  expect(report.problem?.message).toContain('The command line cannot see it');
  const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: 'sk-other' });
  expect(login).toMatchObject({ exitCode: 6 });
  expect(login.stderr).toContain('the command line has nowhere to keep a sign-in');
  expect((await runGatehouse(['logout'], home)).exitCode).toBe(6);
  expect(await home.readAuth()).toEqual({ OPENAI_API_KEY: key });
});

test.describe('a setting that is not understood', () => {
  const settings = [
    ['an unknown store', setting('vault'), 'must be "file", "keyring", "auto" or "ephemeral"'],
    ['a store that is no text', 'cli_auth_credentials_store = 1\n', 'must be "file"'],
    ['a feature that is no boolean', '[features]\nsecret_auth_storage = "yes"\n', 'true or false'],
    ['no TOML', 'cli_auth_credentials_store = \n', 'TOML: there is no value here'],
  ] as const;
  for (const [index, [name, toml, words]] of settings.entries()) {
    test(`${name}: ends with 6, and no store is touched${sampled(index, 4)}`, async ({
      home,
      secretService,
    }) => {
      await home.writeAuth({ OPENAI_API_KEY: key });
      await home.configure(toml);
      // At once: each takes a second to believe that nobody is writing the file.
      const stdin = 'sk-other';
      const [{ exitCode, report }, login, logout] = await Promise.all([
        statusOf(home),
        runGatehouse(['login', '--with-api-key'], { ...home, stdin }),
        runGatehouse(['logout'], home),
      ]);
      expect(exitCode).toBe(6);
      expect(report).toMatchObject({ signedIn: false, problem: { code: 'store-unknown' } });
      expect(report.problem?.message).toContain('config.toml');
      expect(report.problem?.message).toContain(words);
      expect(login.exitCode).not.toBe(0);
      expect(logout.exitCode).not.toBe(0);
      expect(await home.readAuth()).toEqual({ OPENAI_API_KEY: key });
      expect(await secretService.lookUp(await recordItem(home))).toBeNull();
    });
  }
});

// An address is named all the same: without one, a bus is looked for at the user's usual place.
function withoutBus({ env, folder }: Home): Record<string, string> {
  return { ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus` };
}
