import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/**
 * Preloaded into a program (`node --import counted-steps.mjs`), counts the calls that it
 * makes of the file system from the first one on that is about a file in the folder
 * `STEPS_FOLDER`, each twice: before it and after it.
 *
 * - `STEPS_KILL_AT=N`: at the N-th of these moments, from 1, the process kills itself and
 *   says on standard error where that was, such as "before rename auth.json".
 * - `STEPS_KILL_MOMENT="before rename auth.json"`: the same at the first such moment.
 * - `STEPS_ONLY=write,truncate`: only the calls of these names count. A `write` by a file
 *   handle has a third moment, when half of it is on disk. A `request` of HTTP, which counts
 *   where it is named, has been sent after its second, and has its answer at the third. So does a
 *   `lock` of Windows, which is taken after its second moment.
 * - `STEPS_PRIVATE=1`: the program runs with umask 0, and ends with the code 9 at the first
 *   moment at which another user might read something in the folder.
 */
const folder = process.env['STEPS_FOLDER'] ?? '';
const killAt = Number(process.env['STEPS_KILL_AT'] ?? 0);
const killMoment = process.env['STEPS_KILL_MOMENT'];
const only = (process.env['STEPS_ONLY'] ?? '').split(',').filter((name) => name !== '');
const isWatched = process.env['STEPS_PRIVATE'] === '1';
if (isWatched) process.umask(0);

// The calls as they were, so that looking on is not counted.
const { lstatSync, readdirSync, writeSync } = fs;
const rightsOfOthers = 0o077;
let hasBegun = false;
let moments = 0;

function pass(moment: string): void {
  const [, name = ''] = moment.split(' ');
  if (only.length > 0 && !only.includes(name)) return;
  moments += 1;
  if (isWatched) expectPrivate(moment);
  if (moments !== killAt && moment !== killMoment) return;
  writeSync(2, moment);
  process.kill(process.pid, 'SIGKILL');
}

function expectPrivate(moment: string): void {
  for (const name of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const { mode } = lstatSync(path.join(folder, name));
    if ((mode & rightsOfOthers) === 0) continue;
    writeSync(2, `${name} has mode ${(mode & 0o777).toString(8)} ${moment}`);
    process.exit(9);
  }
}

/** By its path, or by way of the open folder. */
const isInFolder = (arg: unknown): boolean =>
  typeof arg === 'string' && (arg.startsWith(folder) || /^\/proc\/self\/fd\/\d+\/./.test(arg));

/** The name of a file in the folder, without what is random in it; of two, the second. */
function nameIn(args: readonly unknown[]): string | undefined {
  const files = args.filter(isInFolder);
  const file = files.at(-1) as string | undefined;
  return file && path.basename(file).replace(/[0-9a-f]{12}$/, '*');
}

type Call = (...args: unknown[]) => unknown;

/** Counts a call that ends when it returns or, where it returns a promise, when that settles. */
function counted(name: string, call: Call): Call {
  return function (this: unknown, ...args) {
    const file = nameIn(args);
    hasBegun ||= file !== undefined;
    if (!hasBegun) return call.apply(this, args);
    const step = file === undefined ? name : `${name} ${file}`;
    pass(`before ${step}`);
    const result = call.apply(this, args);
    if (!(result instanceof Promise)) {
      pass(`after ${step}`);
      return result;
    }
    return result
      .then((value: unknown) => (name === 'open' ? withCountedCalls(value as FileHandle) : value))
      .finally(() => pass(`after ${step}`));
  };
}

function countCalls(owner: object, names: readonly string[]): void {
  const calls = owner as Record<string, Call>;
  for (const name of names) {
    const call = calls[name];
    if (call !== undefined) calls[name] = counted(name, call);
  }
}

function withCountedCalls(handle: FileHandle): FileHandle {
  if (only.includes('write')) writeInHalves(handle);
  const all = ['chmod', 'close', 'readFile', 'stat', 'sync', 'truncate', 'write', 'writeFile'];
  countCalls(handle, all);
  return handle;
}

/** Lets each write be preceded by one of its first half, as where the disk is slow. */
function writeInHalves(handle: FileHandle): void {
  const calls = handle as unknown as Record<'write', (...args: unknown[]) => Promise<unknown>>;
  const write = calls.write.bind(handle);
  calls.write = async (buffer, offset, length, position) => {
    await write(buffer, offset, Math.floor(Number(length) / 2), position);
    pass('within write');
    return write(buffer, offset, length, position);
  };
}

function countRequests(): void {
  const { request } = http;
  http.request = (...args: unknown[]) => {
    pass('before request');
    const outgoing = (request as Call)(...args) as http.ClientRequest;
    outgoing.once('finish', () => pass('after request'));
    outgoing.once('response', () => pass('answered request'));
    return outgoing;
  };
}

/** What koffi makes of a function of a library of Windows, by its declaration. */
interface Library {
  func(declaration: string): Call;
}

function countLocks(): void {
  const dlopen = process.dlopen.bind(process);
  process.dlopen = (module, file, ...rest) => {
    dlopen(module, file, ...rest);
    if (!file.endsWith('koffi.node')) return;
    const koffi = (module as { readonly exports: { load: (name: string) => Library } }).exports;
    const load = koffi.load.bind(koffi);
    koffi.load = (name) => withCountedLocks(load(name));
  };
}

function withCountedLocks(library: Library): Library {
  const names = new Map<unknown, string>();
  return {
    func(declaration) {
      const call = library.func(declaration);
      if (declaration.includes('CreateFileW')) {
        return (file, ...more) => {
          const handle = call(file, ...more);
          names.set(handle, path.basename(String(file)));
          return handle;
        };
      }
      if (!declaration.includes('LockFileEx')) return call;
      return (handle, ...more) => {
        const step = `lock ${names.get(handle)}`;
        pass(`before ${step}`);
        const done = call(handle, ...more);
        pass(`after ${step}`);
        return done;
      };
    },
  };
}

const promised = fs.promises as unknown as Record<string, unknown>;
const names = Object.keys(promised).filter((name) => typeof promised[name] === 'function');
countCalls(fs.promises, names);
// What the lock files and the log are made with; of the calls with a callback, the beginning.
countCalls(fs, ['open', 'closeSync', 'fchmodSync', 'mkdirSync', 'openSync', 'writeSync']);
if (only.includes('request')) countRequests();
if (only.includes('lock')) countLocks();
syncBuiltinESMExports();
