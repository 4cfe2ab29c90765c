import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { storeOutputSchema, type StoreOutput } from '../../electron/cli/store-command.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runCodex, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import {
  expect,
  manyProgramsTimeoutMs,
  recordItem,
  setting,
  storeVariants,
  test,
} from '../fixtures/stores.ts';

interface StoreEnd {
  readonly exitCode: number | null;
  readonly output: StoreOutput;
}

/** What `gatehouse store ... --json` says, checked against its published shape. */
async function store(home: Pick<Home, 'env'>, ...words: readonly string[]): Promise<StoreEnd> {
  const { exitCode, stdout, stderr } = await runGatehouse(['store', ...words, '--json'], home);
  expect(stderr).toBe('');
  return { exitCode, output: storeOutputSchema.parse(JSON.parse(stdout)) };
}

function configOf({ folder }: Home): Promise<string> {
  return readFile(path.join(folder, 'config.toml'), 'utf8');
}

test.describe('gatehouse store', () => {
  test('tells where the sign-in is, why and since when', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await chmod(home.authFile, 0o600);
    const { exitCode, output } = await store(home);
    expect(exitCode).toBe(0);
    expect(output).toMatchObject({
      schema: 1,
      schemaVersion: 1,
      mode: 'file',
      source: null,
      reason: 'default',
      active: {
        kind: 'file',
        location: home.authFile,
        holds: 'credential',
        protection: 'userOnly',
      },
      copies: [],
      keyring: 'asked',
      movableTo: ['keyring'],
      fixedBecause: null,
      problem: null,
    });
    const written = Date.parse(output.active?.writtenAt ?? '');
    expect(Math.abs(written - (await stat(home.authFile)).mtimeMs)).toBeLessThan(2);
  });

  test('names a stale copy in the keyring, and no secret', async ({
    home,
    issuer,
    secretService,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await secretService.store(await recordItem(home), JSON.stringify(record));
    const { output } = await store(home);
    expect(output.copies).toMatchObject([{ kind: 'keyringItem', holds: 'credential' }]);

    const text = await runGatehouse(['store'], home);
    expect(text.stdout).toContain('not in use');
    const said = text.stdout + text.stderr + JSON.stringify(output);
    for (const secret of issuer.secrets()) expect(said).not.toContain(secret);
  });

  test('does not call a locked keyring free of copies', async ({ home, issuer, secretService }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    // The service tells without being unlocked that there is no item at all.
    await secretService.store(await recordItem(home), JSON.stringify(record));
    await secretService.lock();
    expect(await store(home)).toMatchObject({
      exitCode: 0,
      output: { active: { kind: 'file' }, copies: [], keyring: 'unanswered', problem: null },
    });
    const { stdout } = await runGatehouse(['store'], home);
    expect(stdout).toMatch(/Copies: .*can\u2019t be checked/);
  });

  test('makes a file private on the word of the person alone', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await chmod(home.authFile, 0o644);
    expect((await store(home)).output.active?.protection).toBe('readableByOthers');
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o644);
    expect(await store(home, 'protect')).toMatchObject({
      exitCode: 0,
      output: { active: { protection: 'userOnly' } },
    });
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
  });

  test('says that there was nothing to make private, and ends with 1', async ({ home }) => {
    const { exitCode, stdout, stderr } = await runGatehouse(['store', 'protect'], home);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe('There is no ~/auth.json, so nothing was made private.\n');
  });

  test('says that it is where it is to be moved already', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure(setting('file'));
    const { exitCode, stdout } = await runGatehouse(['store', 'move', 'file'], home);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Sign-ins are kept in the file already. Nothing was changed.');
  });

  test('offers no move to a keyring that is not there, and claims no protection by it', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const env = { ...home.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' };
    const { stdout } = await runGatehouse(['store'], { env });
    expect(stdout).not.toContain('store move keyring');
    expect(stdout).toContain('No keyring: No keyring is running on this machine.');
    await home.configure(setting('keyring'));
    const kept = await runGatehouse(['store'], { env });
    expect(kept.stdout).toContain('Protection: none, for no keyring is running');
    expect(kept.stdout).not.toContain('store move');
  });

  test('ends with 6 where the sign-in cannot be read, or the setting understood', async ({
    home,
  }) => {
    await home.writeAuth('{"tokens": {');
    expect(await store(home)).toMatchObject({
      exitCode: 6,
      output: { active: { holds: 'unreadable' }, problem: { code: 'record-invalid' } },
    });
    await home.configure(setting('somewhere'));
    expect(await store(home)).toMatchObject({
      exitCode: 6,
      output: { active: null, movableTo: [], problem: { code: 'store-unknown' } },
    });
  });

  test('ends with 2 for what it does not understand', async ({ home }) => {
    for (const words of [['move'], ['move', 'auto'], ['protect', 'file'], ['--force']]) {
      expect((await runGatehouse(['store', ...words], home)).exitCode).toBe(2);
    }
  });
});

const toml = '# mine\nmodel = "x"   # good\n';

const inTheKeyring = storeVariants.filter(({ mode }) => mode === 'keyring');
for (const [index, variant] of inTheKeyring.entries()) {
  test(`gatehouse store move takes the sign-in into the ${variant.name} and back, and the real Codex CLI follows${sampled(index, 2)}`, async ({
    home,
    issuer,
    secretService,
  }) => {
    test.setTimeout(manyProgramsTimeoutMs);
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth({ ...record, from_the_future: { keep: [1, 2] } });
    const before = toml + variant.config.replace(setting('keyring'), '');
    await home.configure(before);

    expect(await store(home, 'move', 'keyring')).toMatchObject({
      exitCode: 0,
      output: { mode: 'keyring', copies: [], movableTo: ['file'], problem: null },
    });
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
    const moved = { ...record, from_the_future: { keep: [1, 2] } };
    expect(await variant.read({ home, secretService })).toEqual(moved);
    expect(await configOf(home)).toContain(toml + setting('keyring'));
    expect((await runCodex(['login', 'status'], home)).stderr).toContain('Logged in using ChatGPT');
    expect((await statusOf(home)).report).toMatchObject({ signedIn: true, source: 'keyring' });

    expect(await store(home, 'move', 'file')).toMatchObject({
      exitCode: 0,
      output: { mode: 'file', active: { protection: 'userOnly' }, copies: [], problem: null },
    });
    expect(await home.readAuth()).toEqual(moved);
    expect(await variant.read({ home, secretService })).toBeNull();
    expect((await runCodex(['login', 'status'], home)).stderr).toContain('Logged in using ChatGPT');
  });
}

test.describe('a move that cannot be', () => {
  test('into a locked keyring ends with 6 and changes nothing', async ({
    home,
    issuer,
    secretService,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure(toml);
    await secretService.lock();
    expect(await store(home, 'move', 'keyring')).toMatchObject({
      exitCode: 6,
      output: {
        mode: 'file',
        active: { kind: 'file' },
        problem: { code: 'keyring-prompt-dismissed' },
      },
    });
    expect([await home.readAuth(), await configOf(home)]).toEqual([record, toml]);
  });

  test('into a keyring that is gone, too', async ({ home, issuer, secretService }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure(toml);
    await secretService.crash();
    expect(await store(home, 'move', 'keyring')).toMatchObject({
      exitCode: 6,
      output: { problem: { code: 'keyring-unavailable' } },
    });
    expect([await home.readAuth(), await configOf(home)]).toEqual([record, toml]);
  });

  test('into a keyring that is gone with nobody signed in, too', async ({
    home,
    secretService,
  }) => {
    await home.configure(toml);
    await secretService.crash();
    expect(await store(home, 'move', 'keyring')).toMatchObject({
      exitCode: 6,
      output: { mode: 'file', active: null, problem: { code: 'keyring-unavailable' } },
    });
    expect(await configOf(home)).toBe(toml);
    expect((await runGatehouse(['status'], home)).exitCode).toBe(1);
  });

  test('out of a keyring that is gone says what to do instead, and switches nothing', async ({
    home,
    issuer,
    secretService,
  }) => {
    const record = JSON.stringify(await chatgptRecord(issuer, ada));
    await secretService.store(await recordItem(home), record);
    await home.configure(setting('keyring'));
    await secretService.crash();
    const { exitCode, output } = await store(home, 'move', 'file');
    expect(exitCode).toBe(6);
    expect(output).toMatchObject({
      keyring: 'absent',
      problem: { code: 'keyring-unavailable' },
    });
    expect(output.problem?.message).toContain(
      `put cli_auth_credentials_store = "file" into ${path.join(home.folder, 'config.toml')}`,
    );
    expect(await configOf(home)).toBe(setting('keyring'));
  });

  test('out of memory ends with 3: there is nothing to move', async ({ home }) => {
    await home.configure(setting('ephemeral'));
    expect(await store(home, 'move', 'file')).toMatchObject({
      exitCode: 3,
      output: { mode: 'ephemeral', movableTo: [], problem: { code: 'store-fixed' } },
    });
  });
});
