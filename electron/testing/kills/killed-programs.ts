import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

import { build } from 'vite';

import type { CodexHome } from '../codex-home.ts';
import type { Work } from './work.ts';

/** How a program ended. */
export interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly output: string;
  /** Where it killed itself, such as "before rename auth.json", and else what went wrong. */
  readonly errors: string;
}

export interface Running {
  /** Resolves when the core is open. */
  readonly isOpen: Promise<unknown>;
  readonly end: Promise<Ended>;
  kill(): void;
}

export interface StartOptions {
  readonly home: CodexHome;
  readonly issuer: string;
  readonly work: Work;
  /** The moment at which it kills itself, from 1; never where left out. */
  readonly killAt?: number;
  /** The only calls that have such moments, by their names; all where left out. */
  readonly onlyCalls?: readonly string[];
  /** Runs with umask 0 and ends with an error once others might read a file of its own. */
  readonly isWatched?: boolean;
}

export interface RefreshingPrograms {
  start(options: StartOptions): Running;
  /** Removes what was built. */
  remove(): Promise<void>;
}

/** Where a program logs and records: beside auth.json, in a folder that it has to make. */
export function dataFolderOf(home: CodexHome): string {
  return path.join(home.folder, 'data');
}

/** Builds the program once, since Node runs no TypeScript by itself. */
export async function buildRefreshingPrograms(): Promise<RefreshingPrograms> {
  const built = await buildPrograms(['counted-steps', 'refreshing-program']);
  return {
    start: (options) => running(spawnProgram(built.folder, options)),
    remove: () => built.remove(),
  };
}

export interface BuiltPrograms {
  /** Has a `.mjs` of each. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds programs of this folder. */
export async function buildPrograms(
  names: readonly ('counted-steps' | 'refreshing-program')[],
): Promise<BuiltPrograms> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-kills-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: true,
      rolldownOptions: {
        external: ['koffi'],
        input: names.map((name) => path.join(import.meta.dirname, `${name}.ts`)),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['koffi'] },
  });
  const nodeModules = path.join(import.meta.dirname, '../../../node_modules');
  await symlink(nodeModules, path.join(outDir, 'node_modules'), 'junction');
  return { folder: outDir, remove: () => rm(outDir, { recursive: true, force: true }) };
}

function spawnProgram(outDir: string, options: StartOptions): ChildProcess {
  const { home, issuer, work, killAt, onlyCalls = [], isWatched = false } = options;
  const isCounted = killAt !== undefined || isWatched;
  const preload = pathToFileURL(path.join(outDir, 'counted-steps.mjs')).href;
  return spawn(
    process.execPath,
    [
      ...(isCounted ? ['--import', preload] : []),
      path.join(outDir, 'refreshing-program.mjs'),
      home.folder,
      dataFolderOf(home),
      JSON.stringify(work),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        GATEHOUSE_ISSUER: issuer,
        STEPS_FOLDER: home.folder,
        STEPS_KILL_AT: String(killAt ?? 0),
        STEPS_ONLY: onlyCalls.join(','),
        STEPS_PRIVATE: isWatched ? '1' : '0',
      },
    },
  );
}

function running(child: ChildProcess): Running {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('the program has no output');
  const isOpen = once(stdout, 'readable');
  const output = text(stdout);
  const errors = text(stderr);
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    isOpen,
    end: exit.then(async ([code, signal]) => ({
      code,
      signal,
      output: await output,
      errors: await errors,
    })),
    kill: () => child.kill('SIGKILL'),
  };
}
