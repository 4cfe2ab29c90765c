import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { isWine, wineEnvironment } from '../../scripts/windows-lane.mjs';
import { runCodex, runGatehouse } from './programs.ts';
import {
  apiKey as key,
  codexStatus,
  dueRecord,
  expect,
  homeIn,
  startCodexServer,
  test,
  type WindowsHome,
} from './world.ts';

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

  test('is on another drive is the same for both programs', async ({ spareFolder, issuer }) => {
    test.skip(!isWine, 'a drive is made in the prefix alone');
    const drive = path.join(wineEnvironment.WINEPREFIX, 'dosdevices/q:');
    // One that an earlier run has left leads elsewhere.
    await rm(drive, { force: true });
    await symlink(spareFolder, drive);
    await worksForBoth(await homeIn(path.join(spareFolder, 'codex'), issuer, 'Q:\\codex'), issuer);
    await rm(drive);
  });

  test('is a UNC path is the same for both programs', async ({ spareFolder, issuer }) => {
    test.skip(!isWine, 'a share is made in the prefix alone');
    const server = path.join(wineEnvironment.WINEPREFIX, 'dosdevices/unc/server');
    const name = path.basename(spareFolder);
    await mkdir(server, { recursive: true });
    await symlink(spareFolder, path.join(server, name));
    await worksForBoth(
      await homeIn(path.join(spareFolder, 'codex'), issuer, `\\\\server\\${name}\\codex`),
      issuer,
    );
    await rm(path.join(server, name));
  });

  test('leads through a folder that is kept elsewhere is the same for both programs', async ({
    spareFolder,
    issuer,
  }) => {
    await mkdir(path.join(spareFolder, 'OneDrive'));
    await symlink(
      path.join(spareFolder, 'OneDrive'),
      path.join(spareFolder, 'Documents'),
      'junction',
    );
    await worksForBoth(await homeIn(path.join(spareFolder, 'Documents/codex'), issuer), issuer);
  });
});

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
