import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { inRepo } from '../../scripts/paths.mjs';
import { isWine } from '../../scripts/windows-lane.mjs';
import { holdFile, runCodex, runGatehouse, startCodex, startGatehouse } from './programs.ts';
import {
  apiKey as key,
  authFile,
  dueRecord,
  expect,
  refreshTokenIn,
  shownTokens,
  test,
} from './world.ts';

const run = promisify(execFile);

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

  test('for a moment, as a virus scanner has it: the refresh meets it, and replaces the file once it is free', async ({
    home,
    issuer,
  }) => {
    const before = refreshTokenIn(await dueRecord(home, issuer));
    const scanner = await holdFile('undeletable', authFile(home), home);
    const preload = inRepo('e2e/windows/assets/tell-refusals.cjs');
    const refresh = startGatehouse(['refresh', '--force'], { ...home, preload });
    await refresh.until(/rename over auth\.json: E\w+/);
    scanner.kill();
    expect(await refresh.end).toMatchObject({ exitCode: 0 });
    expect(refreshTokenIn(await home.readAuth())).not.toBe(before);
    expect(shownTokens(issuer)).toEqual([before]);
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

test('a volume that is full: nothing is spent, and it works once there is room', async ({
  home,
  issuer,
}) => {
  test.skip(!isWine, 'a small volume is made in the prefix alone');
  await run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', home.folder]);
  try {
    const record = await dueRecord(home, issuer);
    const filler = path.join(home.folder, 'filler');
    await writeFile(filler, Buffer.alloc(512 * 1024)).catch(() => undefined);
    const refused = await runGatehouse(['refresh', '--force'], home);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/no space left|disk is full/i);
    expect(shownTokens(issuer)).toEqual([]);
    expect(await home.readAuth()).toEqual(record);
    await writeFile(filler, '');
    expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
    expect(refreshTokenIn(await home.readAuth())).not.toBe(refreshTokenIn(record));
  } finally {
    await run('umount', ['--lazy', home.folder]);
  }
});
