import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { homeProgramsOf, isSignIn } from './home-programs.ts';

describe('a program of Codex waits for a sign-in', () => {
  it.each([
    [['login'], true],
    [['login', '--device-auth'], true],
    [['-c', 'model="x"', 'login'], true],
    [['--profile', 'work', 'login', '--with-api-key'], true],
    [['login', 'status'], false],
    [['exec', 'login'], false],
    [['exec', 'mend', 'the', 'login'], false],
    [['app-server'], false],
    [[], false],
  ])('with the arguments %j: %j', (args, expected) => {
    expect(isSignIn(args)).toBe(expected);
  });
});

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

it.each(['darwin', 'win32'] as const)('on %s nothing is known of them', async (platform) => {
  const programs = homeProgramsOf(platform, '/home/ada/.codex');
  expect(await programs.running()).toEqual([]);
  expect(await programs.waitingSignIn()).toBeNull();
});
