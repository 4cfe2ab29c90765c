import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { _electron, type ElectronApplication, type Page } from 'playwright-core';

import { asset } from './assets.ts';
import { clockArguments } from './clock.ts';
import { appFolder as builtApp, electronExecutable } from './installation.ts';
import { quotedWord } from './shell-word.ts';

export interface Launch {
  /** A folder for what the app prints. */
  readonly folder: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** In front of the app's folder: for Electron itself. */
  readonly electronArgs?: readonly string[];
  /** After it: for the app. */
  readonly args?: readonly string[];
  /** Left out: the Electron of the repository and the built app. */
  readonly executable?: string;
  readonly appFolder?: string;
  /** The command line that runs another one, such as in a namespace of its own. */
  readonly within?: (command: readonly string[]) => readonly string[];
  /** Left out: on, unless this is root, to whom Chromium refuses it. */
  readonly sandbox?: boolean;
}

/** The app as it runs, with everything it says. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly window: Page;
  readonly pid: number;
  /** All of standard output and standard error, from the first byte on. */
  printed(): Promise<string>;
  /** Resolves when the app has ended by itself: its exit code, or null for a signal. */
  exitCode(): Promise<number | null>;
  hasEnded(): boolean;
  /** Ends the app, whatever state it is in. */
  stop(): Promise<void>;
}

const exitLimitMs = 10_000;

/** What is loaded before the app. */
const loaders = ['hold-until-attached.cjs', 'remember-tray-menu.cjs'].map(asset);

/** Chromium refuses to run its sandbox as root. */
const isRoot = process.getuid?.() === 0;

/** For a launch without Playwright, which has an option for it. */
export function sandboxArguments(): readonly string[] {
  return isRoot ? ['--no-sandbox'] : [];
}

/** Launches an Electron application and waits for its window. */
export async function launchElectron(launch: Launch): Promise<RunningApp> {
  const { folder, env, electronArgs = [], args = [], appFolder = builtApp() } = launch;
  const sandbox = launch.sandbox ?? !isRoot;
  const executable = launch.executable ?? electronExecutable();
  // Copies, which another user can read as well.
  const copies = loaders.map((loader) => path.join(folder, path.basename(loader)));
  for (const [index, loader] of loaders.entries()) await copyFile(loader, copies[index] ?? '');
  const output = path.join(folder, `printed-${randomUUID()}`);
  const electron = await _electron.launch({
    executablePath: await keepingOutput(launch.within?.([executable]) ?? [executable], output),
    args: [
      ...electronArgs,
      ...copies.flatMap((copy) => ['-r', copy]),
      ...clockArguments(env),
      appFolder,
      ...args,
    ],
    chromiumSandbox: sandbox,
    cwd: folder,
    env: { ...env },
  });
  // Once the application is gone, Playwright does not know its process any more.
  const program = electron.process();
  try {
    return {
      electron,
      window: await electron.firstWindow(),
      pid: program.pid ?? 0,
      printed: () => readFile(output, 'utf8'),
      exitCode: () => exitCodeOf(program),
      hasEnded: () => hasEnded(program),
      stop: () => stop(electron, program),
    };
  } catch (error) {
    await stop(electron, program);
    throw error;
  }
}

/**
 * Playwright hands over the process when it is connected, and by then the app has
 * spoken. So a script in front of Electron keeps what it says from the start.
 */
async function keepingOutput(command: readonly string[], output: string): Promise<string> {
  const script = `${output}-by`;
  await writeFile(output, '');
  const copy = `tee -a '${output}'`;
  await writeFile(
    script,
    `#!/bin/bash\nexec ${command.map(quotedWord).join(' ')} "$@" > >(${copy}) 2> >(${copy} >&2)\n`,
  );
  await chmod(script, 0o755);
  return script;
}

async function exitCodeOf(program: ChildProcess): Promise<number | null> {
  if (!hasEnded(program)) await once(program, 'exit');
  return program.exitCode;
}

async function stop(electron: ElectronApplication, program: ChildProcess): Promise<void> {
  const end = hasEnded(program) ? null : once(program, 'exit');
  await Promise.race([electron.close().catch(() => undefined), delay(exitLimitMs)]);
  await Promise.race([end, delay(exitLimitMs)]);
  if (!hasEnded(program)) program.kill('SIGKILL');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
