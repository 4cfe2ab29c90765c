import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { isWine, wineEnvironment } from '../../scripts/windows-lane.mjs';
import { chatgptRecord } from '../fixtures/records.ts';
import { holdFile, runCodex, runGatehouse, startCodex } from './programs.ts';
import {
  codexStatus,
  expect,
  homeIn,
  shownTokens,
  startCodexServer,
  temporaryFolder,
  test,
  type WindowsHome,
} from './world.ts';

const key = 'sk-test-0123456789abcdef';

test.beforeEach(() => test.setTimeout(300_000));

test.describe('a lock of another program', () => {
  test('on auth.json.lock: codex.exe gives up; Gatehouse signs nobody in, and signs out all the same', async ({
    home,
    issuer,
  }) => {
    const record = await dueRecord(home, issuer);
    const holder = await holdFile('lock', `${home.windowsFolder}\\auth.json.lock`, home);
    const ofCodex = await runCodex(['login', '--with-api-key'], { ...home, stdin: key });
    expect(ofCodex.exitCode).toBe(1);
    expect(ofCodex.stderr).toContain('credential commit lock timed out');
    const ofGatehouse = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(ofGatehouse.exitCode).not.toBe(0);
    expect(ofGatehouse.stderr).toContain('auth.json.lock is locked by another program');
    expect(await home.readAuth()).toEqual(record);
    // Windows does not say who holds a lock, and a sign-out is not for others to forbid.
    const logout = await runGatehouse(['logout'], home);
    expect(logout.exitCode).toBe(0);
    expect(logout.stderr).toMatch(
      /Stopped waiting: .*auth\.json\.lock is locked by another program/s,
    );
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
    holder.kill();
    await holder.end;
  });

  test('on auth.lock, beyond 5 s: codex.exe waits until it is free', async ({ home }) => {
    const holder = await holdFile('lock', `${home.windowsFolder}\\auth.lock`, home);
    const login = startCodex(['login', '--with-api-key'], { ...home, stdin: key });
    // Gatehouse waits longer than 5 s itself before it says so.
    const refused = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('auth.lock is locked by another program');
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
    holder.kill();
    expect(await login.end).toMatchObject({ exitCode: 0 });
    expect(await home.readAuth()).toMatchObject({ auth_mode: 'apikey' });
  });
});

test.describe('auth.json that another program has open', () => {
  test('so that nobody can read it: nothing is spent, and it works once that has ended', async ({
    home,
    issuer,
  }) => {
    const record = await dueRecord(home, issuer);
    const holder = await holdFile('unshared', authFile(home), home);
    const refused = await runGatehouse(['refresh', '--force'], home);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/another program/);
    expect(shownTokens(issuer)).toEqual([]);
    holder.kill();
    await holder.end;
    expect(await home.readAuth()).toEqual(record);
    expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  });

  test('so that it cannot be replaced: the new tokens are kept, and stored once that has ended', async ({
    home,
    issuer,
  }) => {
    const record = await dueRecord(home, issuer);
    const holder = await holdFile('undeletable', authFile(home), home);
    const refused = await runGatehouse(['refresh', '--force'], home);
    expect(refused.exitCode).not.toBe(0);
    expect(await home.readAuth()).toEqual(record);
    holder.kill();
    await holder.end;
    expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
    expect(issuer.reuses()).toBe(0);
    expect((await runGatehouse(['token'], home)).exitCode).toBe(0);
  });

  test('for a moment, as a virus scanner has it: the refresh waits for it', async ({
    home,
    issuer,
  }) => {
    await dueRecord(home, issuer);
    const asked = issuer.fail({
      endpoint: 'token',
      grant: 'refresh_token',
      kind: 'hang',
      takesEffect: 'on-release',
    });
    const refresh = runGatehouse(['refresh', '--force'], home);
    await asked.reached;
    const scanner = await holdFile('undeletable', authFile(home), home);
    asked.release();
    // While it is there the new tokens are in the journal.
    await expect.poll(() => shownTokens(issuer).length).toBe(1);
    await expect
      .poll(() => readFile(`${home.folder}/auth.json.refresh-journal`, 'utf8').catch(() => ''))
      .toContain('refresh_token');
    scanner.kill();
    expect(await refresh).toMatchObject({ exitCode: 0 });
  });
});

test('auth.json that is read-only: said before anything is spent, left as it is, and signed out', async ({
  home,
  issuer,
}) => {
  const record = await dueRecord(home, issuer);
  await chmod(path.join(home.folder, 'auth.json'), 0o444);
  const refused = await runGatehouse(['refresh', '--force'], home);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toMatch(/read-only/);
  expect(shownTokens(issuer)).toEqual([]);
  expect(await home.readAuth()).toEqual(record);
  await chmod(path.join(home.folder, 'auth.json'), 0o644);
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  await chmod(path.join(home.folder, 'auth.json'), 0o444);
  expect((await runGatehouse(['logout'], home)).exitCode).toBe(0);
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});

test.describe('a home whose path', () => {
  for (const [what, name] of [
    ['has umlauts', 'Jürgen Größe'],
    ['is in Chinese and Japanese', '用户 ユーザー'],
    ['has what a shell would read', "a & b (1) %PATH% ^ 'x'"],
  ] as const) {
    test.describe(what, () => {
      test.use({ homeName: name });

      test('is the same for both programs', ({ home, issuer }) => worksForBoth(home, issuer));
    });
  }

  test.describe('is longer than 260 characters', () => {
    test.use({ homeName: Array.from({ length: 12 }, () => 'a'.repeat(30)).join('/') });

    test('is no trouble for Gatehouse; codex.exe refuses it', async ({ home, issuer }) => {
      await dueRecord(home, issuer);
      expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
      expect((await runGatehouse(['token'], home)).exitCode).toBe(0);
      await expect(startCodexServer(home)).rejects.toThrow(/failed to canonicalize CODEX_HOME/);
    });
  });

  test('is on another drive is the same for both programs', async ({ issuer }) => {
    test.skip(!isWine, 'a drive is made in the prefix alone');
    const drive = temporaryFolder();
    await symlink(drive, path.join(wineEnvironment.WINEPREFIX, 'dosdevices/q:')).catch(
      () => undefined,
    );
    await worksForBoth(await homeIn(path.join(drive, 'codex'), issuer, 'Q:\\codex'), issuer);
  });

  test('is a UNC path is the same for both programs', async ({ issuer }) => {
    test.skip(!isWine, 'a share is made in the prefix alone');
    const name = `share-${Date.now()}`;
    const share = path.join(wineEnvironment.WINEPREFIX, 'dosdevices/unc/server', name);
    await mkdir(share, { recursive: true });
    await worksForBoth(
      await homeIn(path.join(share, 'codex'), issuer, `\\\\server\\${name}\\codex`),
      issuer,
    );
  });

  test('leads through a folder that is kept elsewhere is the same for both programs', async ({
    issuer,
  }) => {
    const folder = temporaryFolder();
    await mkdir(path.join(folder, 'OneDrive'));
    await symlink(path.join(folder, 'OneDrive'), path.join(folder, 'Documents'), 'junction');
    await worksForBoth(await homeIn(path.join(folder, 'Documents/codex'), issuer), issuer);
  });
});

function authFile({ windowsFolder }: WindowsHome): string {
  return `${windowsFolder}\\auth.json`;
}

async function dueRecord(
  home: WindowsHome,
  issuer: EmbeddedIssuer,
): Promise<Record<string, unknown>> {
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
  await home.writeAuth(record);
  return record;
}

/** The keyring entry is named by the path, so that both must resolve it alike. */
async function worksForBoth(home: WindowsHome, issuer: EmbeddedIssuer): Promise<void> {
  await dueRecord(home, issuer);
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  const server = await startCodexServer(home);
  const { authToken } = await server.authStatus({ force: true });
  await server.stop();
  expect(await runGatehouse(['token'], home)).toMatchObject({ stdout: `${authToken}\n` });
  expect(issuer.reuses()).toBe(0);

  const item = '[features]\nsecret_auth_storage = false\n';
  await home.configure(`cli_auth_credentials_store = "keyring"\n${item}`);
  await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
  expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);
  await runCodex(['logout'], home);
  expect((await runGatehouse(['status'], home)).exitCode).toBe(1);
}
