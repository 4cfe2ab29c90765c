import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { isAppRunning } from './app-lock.ts';

const ended = spawnSync(process.execPath, ['-e', '']).pid;

it.each([
  ['a process that runs', `${hostname()}-${process.pid}`, true],
  ['a process that has ended', `${hostname()}-${ended}`, false],
  ['a process of another computer', `not-${hostname()}-${process.pid}`, false],
  ['nothing that is a lock', '/etc/passwd', false],
  ['nothing', null, false],
])('the app runs where its lock names %s', async (_, holder, isRunning) => {
  const folder = await temporaryFolder();
  if (holder !== null) symlinkSync(holder, path.join(folder, 'SingletonLock'));
  expect(isAppRunning(folder, 'linux')).toBe(isRunning);
});

it('on Windows the app runs for as long as its file is there', async () => {
  const folder = await temporaryFolder();
  expect(isAppRunning(folder, 'win32')).toBe(false);
  writeFileSync(path.join(folder, 'lockfile'), '');
  expect(isAppRunning(folder, 'win32')).toBe(true);
});
