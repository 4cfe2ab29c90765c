import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

import { clockArguments } from './clock.ts';
import { commandScript } from './installation.ts';

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs, with what it has said so far. */
export interface RunningProgram {
  /** Resolves with the match as soon as standard error has it. */
  untilStderr(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same for standard output. */
  untilStdout(pattern: RegExp): Promise<RegExpExecArray>;
  readonly end: Promise<ProgramEnd>;
  /** Both streams so far. */
  readonly printed: () => string;
  readonly pid: number | undefined;
  /** Only with `keepsStdinOpen`. */
  type(text: string): void;
  interrupt(): void;
  send(signal: NodeJS.Signals): void;
  /** Asks it to end, and whatever it has started with it where it passes that on. */
  terminate(): void;
  kill(): void;
  /** Stands still until it is killed. */
  freeze(): void;
}

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Left out: standard input is empty. */
  readonly stdin?: string | Uint8Array;
  /** What `type` is given goes there as well, until the program ends. */
  readonly keepsStdinOpen?: boolean;
}

/** Starts the built `gatehouse` command in plain Node. */
export function startGatehouse(args: readonly string[], options: ProgramOptions): RunningProgram {
  return startProgram(
    process.execPath,
    [...clockArguments(options.env), commandScript(), ...args],
    options,
  );
}

/** Runs the built `gatehouse` command to its end. */
export function runGatehouse(
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramEnd> {
  return startGatehouse(args, options).end;
}

/** Runs any other program to its end. */
export function runProgram(
  executable: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramEnd> {
  return startProgram(executable, args, options).end;
}

/** Starts any other program. */
export function startProgram(
  executable: string,
  args: readonly string[],
  options: ProgramOptions,
): RunningProgram {
  const child = spawn(executable, args, { env: { PATH: process.env['PATH'], ...options.env } });
  // A program may end without having read any of it.
  child.stdin.on('error', () => undefined).write(options.stdin ?? '');
  if (options.keepsStdinOpen !== true) child.stdin.end();
  return follow(child);
}

function follow(child: ChildProcessWithoutNullStreams): RunningProgram {
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, ...said }));
  });
  const until = (stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(said[stream]);
        if (match) resolve(match);
      };
      child[stream].on('data', look);
      child.on('close', () => reject(new Error(`ended without ${pattern}: ${said.stderr}`)));
      look();
    });
  return {
    end,
    printed: () => said.stdout + said.stderr,
    pid: child.pid,
    type: (text) => void child.stdin.write(text),
    interrupt: () => child.kill('SIGINT'),
    send: (signal) => child.kill(signal),
    terminate: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    freeze: () => child.kill('SIGSTOP'),
    untilStderr: (pattern) => until('stderr', pattern),
    untilStdout: (pattern) => until('stdout', pattern),
  };
}
