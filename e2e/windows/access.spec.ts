import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';

import { isWine } from '../../scripts/windows-lane.mjs';
import { runGatehouse, runWindows } from './programs.ts';
import {
  apiKey,
  authFile,
  codexStatus,
  dueRecord,
  expect,
  refreshTokenIn,
  test,
  type WindowsHome,
} from './world.ts';

test('an auth.json that Everyone may read is told, and made private for good', async ({
  home,
  issuer,
}) => {
  const before = refreshTokenIn(await dueRecord(home, issuer));
  await shareWithEveryone(home);
  expect((await runGatehouse(['store'], home)).stdout).toContain(
    'plain text that Everyone may read',
  );
  expect(await runGatehouse(['store', 'protect'], home)).toMatchObject({ exitCode: 0 });
  expect(await isShared(home)).toBe(false);
  expect((await runGatehouse(['store'], home)).stdout).toContain('that only you can read');
  expect((await runGatehouse(['store', 'protect'], home)).stdout).toContain('Only you can read');

  // A file that takes its place has the rights of its folder, unless it is given others.
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  expect(refreshTokenIn(await home.readAuth())).not.toBe(before);
  expect(await isShared(home)).toBe(false);
  expect(await codexStatus(home)).toEqual([0, 'Logged in using ChatGPT']);
});

test('a new auth.json is private where its folder lets Everyone in', async ({ home }) => {
  await chmod(home.folder, 0o777);
  if (!isWine) await grantEveryone(home, home.windowsFolder, '(OI)(CI)R');
  await runGatehouse(['login', '--with-api-key'], { ...home, stdin: apiKey });
  expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: apiKey });
  expect(await isShared(home)).toBe(false);
});

test('an auth.json that is hidden stays hidden when it is replaced', async ({ home, issuer }) => {
  await dueRecord(home, issuer);
  await runWindows('attrib.exe', ['+h', authFile(home)], home);
  expect(await attributes(home)).toMatch(/H/);
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  expect(await attributes(home)).toMatch(/H/);
});

async function shareWithEveryone(home: WindowsHome): Promise<void> {
  if (isWine) await chmod(path.join(home.folder, 'auth.json'), 0o644);
  else await grantEveryone(home, authFile(home), 'R');
}

/** By its SID, which is the same in every language. */
async function grantEveryone(home: WindowsHome, file: string, rights: string): Promise<void> {
  const { exitCode } = await runWindows('icacls.exe', [file, '/grant', `*S-1-1-0:${rights}`], home);
  expect(exitCode).toBe(0);
}

/** Wine keeps what an access list says of Everyone in the mode; its icacls does nothing. */
async function isShared(home: WindowsHome): Promise<boolean> {
  if (isWine) return ((await stat(path.join(home.folder, 'auth.json'))).mode & 0o007) !== 0;
  // It names the files that have the SID.
  const { stdout } = await runWindows('icacls.exe', [authFile(home), '/findsid', '*S-1-1-0'], home);
  return stdout.includes('auth.json');
}

/** The letters before the path. */
async function attributes(home: WindowsHome): Promise<string> {
  const { stdout } = await runWindows('attrib.exe', [authFile(home)], home);
  return stdout.slice(0, stdout.indexOf(home.windowsFolder.slice(0, 2)));
}
