import fs from 'node:fs';
import path from 'node:path';

import { makeFolder } from '../files/make-folder.ts';
import { neverWaiting } from '../files/regular-file.ts';

export interface RotatingFileOptions {
  /** Made with mode 0700 where it is missing. */
  readonly folder: string;
  /** Such as `gatehouse.log`. */
  readonly name: string;
  /** The file is put away before it grows beyond this size; 1 MiB where left out. */
  readonly maxBytes?: number | undefined;
}

const { O_APPEND, O_CREAT, O_RDWR } = fs.constants;
const adding = O_APPEND | O_CREAT | O_RDWR | neverWaiting;

const defaultMaxBytes = 1024 * 1024;
const keptFiles = 3;

/**
 * Adds a line to a file that is readable by the user alone, in one write, so that
 * programs that add to it at the same time do not cut into each other's lines. A
 * line that a crash has torn ends before the new one begins.
 *
 * Beside the file are the three before it: of `a.log`, `a.1.log` is the latest.
 *
 * @param line without line feed.
 * @throws where it cannot be written.
 */
export function appendLine(options: RotatingFileOptions, line: string): void {
  const { folder, name, maxBytes = defaultMaxBytes } = options;
  makeFolder(folder);
  const file = path.join(folder, name);
  const isTooLarge = (): boolean => {
    const bytes = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return bytes > 0 && bytes + Buffer.byteLength(line) + 1 > maxBytes;
  };
  if (isTooLarge()) rotateOnce(folder, name, isTooLarge);
  const descriptor = fs.openSync(file, adding, 0o600);
  try {
    // A pipe would be full one day, and nobody reads it.
    if (!fs.fstatSync(descriptor).isFile()) throw new Error('it is not a regular file');
    // A file made by somebody else, or under another umask, keeps its mode when it is opened.
    fs.fchmodSync(descriptor, 0o600);
    fs.writeSync(descriptor, `${isTorn(descriptor) ? '\n' : ''}${line}\n`);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The file and those before it, the latest first, whether they are there or not. */
export function rotatedFiles({ folder, name }: RotatingFileOptions): string[] {
  const ages = Array.from({ length: keptFiles + 1 }, (_, age) => age);
  return ages.map((age) => path.join(folder, nameAt(name, age)));
}

function isTorn(descriptor: number): boolean {
  const { size } = fs.fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  fs.readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

/** How long a program can take to put files away; who has held the lock for longer is dead. */
const staleMs = 10_000;

/**
 * Puts the files away, unless another program is at it: two at a time would push
 * the oldest file out twice. Who does not get to it writes on, and a later line
 * finds the file too large again.
 */
function rotateOnce(folder: string, name: string, isStillNeeded: () => boolean): void {
  const lock = path.join(folder, `${name}.rotating`);
  try {
    fs.closeSync(fs.openSync(lock, 'wx', 0o600));
  } catch {
    const since = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > staleMs) fs.rmSync(lock, { force: true });
    return;
  }
  try {
    if (isStillNeeded()) rotate(folder, name);
  } catch {
    // Windows refuses while somebody reads one of them; it has to grow on until then.
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function rotate(folder: string, name: string): void {
  for (let age = keptFiles; age > 0; age -= 1) {
    const younger = path.join(folder, nameAt(name, age - 1));
    if (fs.existsSync(younger)) fs.renameSync(younger, path.join(folder, nameAt(name, age)));
  }
}

/** `a.log` at age 0, `a.2.log` at age 2. */
function nameAt(name: string, age: number): string {
  const { name: stem, ext } = path.parse(name);
  return age === 0 ? name : `${stem}.${age}${ext}`;
}
