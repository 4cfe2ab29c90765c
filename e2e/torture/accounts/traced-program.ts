import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { build, type Plugin } from 'vite';

import {
  accountAnswerSchema,
  threadsSchema,
  type AccountAnswer,
  type AccountOrder,
  type AccountWork,
  type Threads,
} from '../../../electron/testing/accounts/account-work.ts';

type Thread = keyof Threads;

/** A system call that changes a file or talks to the keyring, as strace names it. */
export interface SystemCall {
  readonly thread: Thread;
  readonly name: string;
  /** Which call of this name it is on its thread, from 1. */
  readonly ordinal: number;
  /** For people, such as "rename auth.json". */
  readonly what: string;
}

/** What strace does to a program at one of its calls, in the words of its `inject=`. */
export type Injection = Pick<SystemCall, 'thread' | 'name' | 'ordinal'> & {
  /** Such as `signal=KILL`, or `error=ENOSPC`. */
  readonly how: string;
};

export interface TracedEnd {
  /** Null where it was killed. */
  readonly answer: AccountAnswer | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  /** What strace wrote; empty where it did not look on. */
  readonly log: string;
}

interface TracedRun {
  readonly pid: number;
  readonly threads: Threads;
  readonly end: Promise<TracedEnd>;
  readonly hasEnded: () => boolean;
  send(signal: NodeJS.Signals): void;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly work: AccountWork;
  /** See {@link AccountOrder}; not where left out. */
  readonly seesPrograms?: boolean;
  /** Arguments of strace, which looks on at the threads; null without it. */
  readonly strace: { readonly threads: readonly Thread[]; readonly args: readonly string[] } | null;
}

export interface AccountProgram {
  /** Starts the program, and has it begin once strace looks on. */
  start(options: RunOptions): Promise<TracedRun>;
  /** Removes what was built. */
  remove(): Promise<void>;
}

/**
 * Builds the program, since Node runs no TypeScript by itself.
 *
 * @param plugins of Vite, which may put other modules in the place of some.
 */
export async function buildAccountProgram(
  plugins: readonly Plugin[] = [],
): Promise<AccountProgram> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-accounts-'));
  const repository = path.resolve(import.meta.dirname, '../../..');
  const native = ['koffi', '@napi-rs/keyring'];
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [...plugins],
    build: {
      outDir: path.join(outDir, 'program'),
      ssr: path.join(repository, 'electron/testing/accounts/account-program.ts'),
      rolldownOptions: {
        external: native,
        output: { format: 'es', entryFileNames: 'account-program.mjs' },
      },
    },
    ssr: { noExternal: true, external: native },
  });
  await symlink(path.join(repository, 'node_modules'), path.join(outDir, 'node_modules'));
  return {
    start: (options) => start(path.join(outDir, 'program/account-program.mjs'), options, outDir),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

async function start(script: string, options: RunOptions, folder: string): Promise<TracedRun> {
  const { env, work, seesPrograms = false, strace } = options;
  const child = spawn(process.execPath, [script], {
    env: { ...env, UV_THREADPOOL_SIZE: '1', ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const errors = text(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error(`the program did not start: ${await errors}`);
  const threads = threadsSchema.parse(JSON.parse(first.value));
  const logFile = path.join(folder, `strace-${threads.main}.log`);
  const looking = strace && (await lookOn(threads, strace, logFile));
  const order: AccountOrder = { work, seesPrograms };
  child.stdin.on('error', () => undefined).write(`${JSON.stringify(order)}\n`);
  const end = async (): Promise<TracedEnd> => {
    const answer = await lines.next();
    const [, signal] = await exit;
    await looking?.ended;
    const log = looking === null ? '' : await readFile(logFile, 'utf8');
    await rm(logFile, { force: true });
    return {
      answer: answer.done ? null : accountAnswerSchema.parse(JSON.parse(answer.value)),
      signal,
      errors: await errors,
      log,
    };
  };
  return {
    pid: threads.main,
    threads,
    end: end(),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    send: (signal) => child.kill(signal),
  };
}

async function lookOn(
  threads: Threads,
  { threads: watched, args }: NonNullable<RunOptions['strace']>,
  logFile: string,
): Promise<{ readonly ended: Promise<unknown> }> {
  const attached = watched.flatMap((thread) => ['-p', String(threads[thread])]);
  const tracer = spawn('strace', ['-y', '-yy', '-s', '0', '-o', logFile, ...args, ...attached], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tracer, 'exit');
  await untilAttached(tracer, watched.length);
  return { ended };
}

async function untilAttached(tracer: ChildProcess, count: number): Promise<void> {
  if (tracer.stderr === null) throw new TypeError('strace has no output');
  let said = '';
  for await (const line of createInterface({ input: tracer.stderr })) {
    said += `${line}\n`;
    if ((said.match(/ attached$/gm) ?? []).length === count) return;
  }
  throw new Error(`strace ended: ${said}`);
}

/** Those that change files, and what talks to a socket. */
const changing = [
  ...['openat', 'mkdir', 'rename', 'renameat2', 'link', 'symlink', 'unlink', 'rmdir'],
  ...['write', 'writev', 'pwrite64', 'pwritev', 'ftruncate', 'fsync', 'fdatasync'],
  ...['chmod', 'fchmod', 'fchown', 'lchown', 'fsetxattr', 'sendmsg', 'sendto', 'connect'],
];

export const recording: NonNullable<RunOptions['strace']> = {
  threads: ['main', 'pool'],
  args: ['-e', `trace=${changing.join(',')}`],
};

/** Has strace do something at one call. */
export function injecting({ thread, name, ordinal, how }: Injection): typeof recording {
  const args = ['-e', `trace=${name}`, '-e', `inject=${name}:${how}:when=${ordinal}`];
  return { threads: [thread], args };
}

/** The calls of a recorded run that change a file of these folders or talk to the keyring, in order. */
export function callsIn(
  log: string,
  threads: Threads,
  folders: readonly string[],
): readonly SystemCall[] {
  const ordinals = new Map<string, number>();
  const calls: SystemCall[] = [];
  for (const line of log.split('\n')) {
    const [, id, name, rest = ''] = /^(\d+) +(\w+)\((.*)$/.exec(line) ?? [];
    if (id === undefined || name === undefined) continue;
    const thread = Number(id) === threads.main ? 'main' : 'pool';
    const key = `${thread} ${name}`;
    const ordinal = (ordinals.get(key) ?? 0) + 1;
    ordinals.set(key, ordinal);
    const object = objectOf(name, rest, folders);
    if (object !== null && isCountable(thread, name))
      calls.push({ thread, name, ordinal, what: `${name} ${object}` });
  }
  return calls;
}

/**
 * The thread of the pool wakes the other one by as many a `write` as it happens to need. So a file is
 * killed before its `fsync` and before its `fchmod`, which is after and before it is written.
 */
function isCountable(thread: Thread, name: string): boolean {
  return thread === 'main' || name !== 'write';
}

/** What a call changes; null where it is none of these. */
function objectOf(name: string, rest: string, folders: readonly string[]): string | null {
  if (name === 'openat' && !rest.includes('O_CREAT')) return null;
  if (/^\d+<(UNIX|TCP)/.test(rest)) {
    const [, descriptor, kind] = /^(\d+)<(UNIX|TCP)/.exec(rest) ?? [];
    if (Number(descriptor) <= 2) return null;
    return kind === 'UNIX' ? 'the keyring' : null;
  }
  const paths = [...rest.matchAll(/[<"](\/[^>"]*)[>"]/g)].map(([, file = '']) => file);
  const isOurs = (file: string): boolean =>
    folders.some((folder) => file.startsWith(folder)) || file.startsWith('/proc/self/fd/');
  const file = paths.filter(isOurs).at(-1);
  return file === undefined ? null : path.basename(file).replace(/[0-9a-f]{12}$/, '*');
}

/** Whether the last call of a run, of which one kind was traced, is one that {@link callsIn} counts. */
export function endsAtSuchACall(log: string, folders: readonly string[]): boolean {
  const calls = log.split('\n').flatMap((line) => {
    const [, name, rest] = /^(?:\d+ +)?(\w+)\((.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, rest }];
  });
  const last = calls.at(-1);
  return last !== undefined && objectOf(last.name, last.rest, folders) !== null;
}

/**
 * Starts the program, stops all of it at one of its calls for as long as something is done, and has
 * it go on.
 *
 * @param watch what else strace is told, for both threads.
 */
export async function pausedAt(
  program: AccountProgram,
  options: Omit<RunOptions, 'strace'>,
  call: Pick<SystemCall, 'thread' | 'name' | 'ordinal'>,
  meanwhile: () => Promise<void>,
  watch: readonly string[] | null = null,
): Promise<TracedEnd & { readonly isReached: boolean }> {
  const strace = injecting({ ...call, how: 'signal=STOP' });
  const watched = watch && {
    threads: recording.threads,
    args: [...watch, ...strace.args.slice(2)],
  };
  const run = await program.start({ ...options, strace: watched ?? strace });
  const isReached = await untilStopped(run);
  if (isReached) {
    await meanwhile();
    run.send('SIGCONT');
  }
  return { ...(await run.end), isReached };
}

/** False where the program ends before. A thread that strace looks at stops shortly at each call. */
async function untilStopped({ threads, hasEnded }: TracedRun): Promise<boolean> {
  const isStopped = async (thread: number): Promise<boolean> => {
    const file = `/proc/${threads.main}/task/${thread}/stat`;
    const stat = await readFile(file, 'utf8').catch(() => '');
    return /^[Tt]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  };
  for (let times = 0; times < 4; await delay(10)) {
    if (hasEnded()) return false;
    const both = [await isStopped(threads.main), await isStopped(threads.pool)];
    times = both.every(Boolean) ? times + 1 : 0;
  }
  return true;
}

/** For how long each lock was held, as strace saw it, with `-ttt`. */
export interface LockTime {
  readonly file: string;
  readonly ms: number;
}

export function lockTimes(log: string): readonly LockTime[] {
  const since = new Map<string, number>();
  const times: LockTime[] = [];
  for (const line of log.split('\n')) {
    const call = /(\d+\.\d+) flock\(\d+<([^>]*)>, (LOCK_\w+)(?:\|LOCK_NB)?\) += 0/.exec(line);
    const [, seconds = '', file = '', operation] = call ?? [];
    if (operation === 'LOCK_EX') since.set(file, Number(seconds));
    const begin = since.get(file);
    if (operation !== 'LOCK_UN' || begin === undefined) continue;
    times.push({ file: path.basename(file), ms: Math.round((Number(seconds) - begin) * 1000) });
    since.delete(file);
  }
  return times;
}

/** So many of the calls, from the first to the last. */
export function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (count >= all.length) return all;
  const step = (all.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => all[Math.round(index * step)]!);
}
