import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { inRepo } from '../../scripts/paths.mjs';
import { isWine } from '../../scripts/windows-lane.mjs';
import { runWindows, windowsPath } from './programs.ts';
import { expect, test, type WindowsHome } from './world.ts';

const run = promisify(execFile);
const appId = 'org.gatehouse.app';
const startsAtLogin = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';

test.describe('what the installer does besides', () => {
  test.skip(!isWine, 'it changes the PATH of this user');

  for (const [what, before] of [
    ['a PATH of the user', 'C:\\own tools;%USERPROFILE%\\bin'],
    ['no PATH of the user', null],
  ] as const) {
    test(`with ${what}: the folder of the command comes into it once, and an uninstall takes away that, and the start at login`, async ({
      home,
      spareFolder,
    }) => {
      const { install, writeUninstaller } = await compile(spareFolder);
      const at = `${windowsPath(spareFolder)}\\app`;
      await setPath(home, before);
      for (let time = 1; time <= 2; time += 1) {
        expect((await runWindows(install, [`/D=${at}`], home)).exitCode).toBe(0);
        expect(await pathOfUser(home)).toBe([before, `${at}\\bin`].filter(Boolean).join(';'));
      }
      await reg(home, 'add', startsAtLogin, '/v', appId, '/d', 'x', '/f');
      await runWindows(writeUninstaller, [`/D=${at}`], home);
      expect((await runWindows(`${at}\\uninstall.exe`, [`_?=${at}`], home)).exitCode).toBe(0);
      expect(await pathOfUser(home)).toBe(before);
      expect((await reg(home, 'query', startsAtLogin, '/v', appId)).exitCode).not.toBe(0);
    });
  }

  test('a PATH that is longer than the installer can hold is left as it is', async ({
    home,
    spareFolder,
  }) => {
    const { install } = await compile(spareFolder);
    const long = Array.from({ length: 60 }, (_, index) => `C:\\tools of this user\\${index}`).join(
      ';',
    );
    await setPath(home, long);
    await runWindows(install, [`/D=${windowsPath(spareFolder)}\\app`], home);
    expect(await pathOfUser(home)).toBe(long);
    await setPath(home, null);
  });
});

test('gatehouse.cmd gives its arguments to the app beside its folder, and hands on the exit code', async ({
  home,
  spareFolder,
}) => {
  test.skip(!isWine, 'a program that stands in for the app is compiled for Wine alone');
  await cp(inRepo('electron/assets/windows-path'), path.join(spareFolder, 'bin'), {
    recursive: true,
  });
  const source = path.join(spareFolder, 'app.c');
  await writeFile(
    source,
    '#include <stdio.h>\nint main(int n, char **a) { printf("%d:%s", n, a[2]); return 3; }\n',
  );
  await run('x86_64-w64-mingw32-gcc', ['-o', path.join(spareFolder, 'Gatehouse.exe'), source]);
  const script = `${windowsPath(spareFolder)}\\bin\\gatehouse.cmd`;
  const ended = await runWindows('cmd.exe', ['/d', '/c', script, 'policy', 'a (b) c'], home);
  expect(ended).toMatchObject({ exitCode: 3, stdout: '3:a (b) c' });
});

/** As electron-builder does: once for the installer, and once for what writes the uninstaller. */
async function compile(
  folder: string,
): Promise<{ readonly install: string; readonly writeUninstaller: string }> {
  const make = async (name: string, ...defines: readonly string[]): Promise<string> => {
    const out = path.join(folder, `${name}.exe`);
    const script = `-DSCRIPT=${inRepo('electron/assets/installer.nsh')}`;
    const all = ['-V2', '-WX', ...defines, `-DOUT=${out}`, script];
    await run('makensis', [...all, inRepo('e2e/windows/assets/installer.nsi')]);
    return windowsPath(out);
  };
  return {
    install: await make('install'),
    writeUninstaller: await make('uninstall', '-DBUILD_UNINSTALLER'),
  };
}

const environment = 'HKCU\\Environment';

async function setPath(home: WindowsHome, value: string | null): Promise<void> {
  if (value === null) await reg(home, 'delete', environment, '/v', 'Path', '/f');
  else await reg(home, 'add', environment, '/v', 'Path', '/t', 'REG_EXPAND_SZ', '/d', value, '/f');
}

async function pathOfUser(home: WindowsHome): Promise<string | null> {
  const { stdout } = await reg(home, 'query', environment, '/v', 'Path');
  return /REG_EXPAND_SZ\s+(.*?)\r?$/m.exec(stdout)?.[1] ?? null;
}

function reg(home: WindowsHome, ...args: readonly string[]) {
  return runWindows('reg.exe', args, home);
}
