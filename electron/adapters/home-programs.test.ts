import { spawn } from 'node:child_process';
import { copyFile, readFile, symlink } from 'node:fs/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { homeProgramsOf } from './home-programs.ts';
import { homeIn, processName } from './processes.ts';

/** A program called "codex" with these arguments, which ends with the test. */
async function codexIn(home: string, args: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  const program = `${folder}/codex`;
  await copyFile('/bin/sh', program);
  const child = spawn(program, ['-c', 'echo x; read line', ...args], { env: { CODEX_HOME: home } });
  onTestFinished(() => void child.kill());
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return `codex (process ${child.pid})`;
}

describe.runIf(process.platform === 'linux')('the programs of a home', () => {
  it('are told with what they were started with, and since when', async () => {
    const home = await temporaryFolder();
    const before = Date.now();
    await codexIn(home, ['app-server']);
    const [found, ...others] = (await homeProgramsOf('linux', home).list()) ?? [];
    expect(others).toEqual([]);
    expect(found).toMatchObject({ name: 'codex', home: 'this' });
    expect(found?.args.at(-1)).toBe('app-server');
    expect(found?.program).toMatch(/\/codex$/);
    expect(found?.parent).toBe(process.execPath);
    // The clock of the kernel counts whole seconds.
    expect(Math.abs((found?.startedAt ?? 0) - before)).toBeLessThan(60_000);
  });

  it('are found through links to it', async () => {
    const home = await temporaryFolder();
    const link = `${await temporaryFolder()}/link`;
    await symlink(home, link);
    const running = await codexIn(home, ['app-server']);
    expect(await homeProgramsOf('linux', link).running()).toEqual([running]);
  });

  it('are never the one that asks', async () => {
    const environment = await readFile('/proc/self/environ', 'utf8');
    const [title, home] = [process.title, homeIn(environment)];
    process.title = 'codex';
    onTestFinished(() => {
      process.title = title;
    });
    expect(await processName(process.pid)).toBe('codex');
    const found = await homeProgramsOf('linux', home ?? '').list();
    expect(found?.map(({ pid }) => pid)).not.toContain(process.pid);
  });

  it('are without the updater of the background server, which has no account', async () => {
    const home = await temporaryFolder();
    await codexIn(home, ['app-server', 'daemon', 'pid-update-loop']);
    expect(await homeProgramsOf('linux', home).running()).toEqual([]);
  });

  it('are those that run with it, but for one that waits for a sign-in', async () => {
    const home = await temporaryFolder();
    const programs = homeProgramsOf('linux', home);
    expect(await programs.running()).toEqual([]);
    const running = await codexIn(home, ['app-server']);
    expect(await programs.running()).toEqual([running]);
    const waiting = await codexIn(home, ['login']);
    expect(await programs.running()).toEqual([running]);
    expect(await programs.waitingSignIn()).toBe(waiting);
  });

  it('are not those of another home', async () => {
    const home = await temporaryFolder();
    await codexIn(await temporaryFolder(), ['login']);
    expect(await homeProgramsOf('linux', home).running()).toEqual([]);
  });
});
