import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { codexProcessesOnLinux, homeIn, isCodex, processName } from './processes.ts';

describe('a program of Codex', () => {
  it.each([
    ['codex', true],
    ['codex-exec', true],
    ['Codex', true],
    ['codexport', false],
    ['node', false],
    ['', false],
  ])('called "%s" is one: %j', (name, expected) => {
    expect(isCodex(name)).toBe(expected);
  });

  it.each([
    ['PATH=/bin\0CODEX_HOME=/data/codex\0HOME=/home/ada\0', '/data/codex'],
    ['XCODEX_HOME=/x\0HOME=/home/ada\0', '/home/ada/.codex'],
    ['CODEX_HOME=\0HOME=/home/ada', '/home/ada/.codex'],
    ['CODEX_HOME=relative\0HOME=/home/ada', null],
    ['PATH=/bin', null],
  ])('with the environment %j has the home %j', (environment, home) => {
    expect(homeIn(environment)).toBe(home);
  });

  it.runIf(process.platform === 'linux')('is found by its home, through links too', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-processes-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const link = `${folder}/link`;
    await symlink(folder, link);
    await copyFile('/bin/cat', `${folder}/codex`);
    // It waits for its standard input, and tells by an echo that it runs.
    const child = spawn(`${folder}/codex`, [], { env: { CODEX_HOME: folder } });
    onTestFinished(() => void child.kill());
    const echoed = new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('x');
    await echoed;
    expect(await codexProcessesOnLinux(link)).toEqual([
      { pid: child.pid, description: `codex (process ${child.pid})` },
    ]);
    expect(await codexProcessesOnLinux(`${folder}/elsewhere`)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('is never the one that asks', async () => {
    const environment = await readFile('/proc/self/environ', 'utf8');
    const [title, home] = [process.title, homeIn(environment)];
    process.title = 'codex';
    onTestFinished(() => {
      process.title = title;
    });
    expect(await processName(process.pid)).toBe('codex');
    const found = await codexProcessesOnLinux(home ?? '');
    expect(found.map(({ pid }) => pid)).not.toContain(process.pid);
  });
});
