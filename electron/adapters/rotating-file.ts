import fs from 'node:fs';
import path from 'node:path';

import { makeFolder } from '../files/make-folder.ts';
import { neverWaiting } from '../files/regular-file.ts';
import { isRoot } from '../files/ownership.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

export interface RotatingFileOptions {
  /** Made with mode 0700 where it is missing. */
  readonly folder: string;
  readonly name: string;
  /** The file is rotated before it grows beyond this size; 1 MiB where left out. */
  readonly maxBytes?: number | undefined;
}

const defaultMaxBytes = 1024 * 1024;
const keptFiles = 3;

/**
 * Adds a line (without line feed) in one write, so that programs do not mix their lines, and keeps
 * the three files before: of `a.log`, `a.1.log` is the latest. @throws where it cannot be written.
 */
export function appendLine(options: RotatingFileOptions, line: string): void {
  const { folder, name, maxBytes = defaultMaxBytes } = options;
  makeOwnedFolder(folder);
  const file = path.join(folder, name);
  const isTooLarge = (): boolean => {
    const bytes = fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return bytes > 0 && bytes + Buffer.byteLength(line) + 1 > maxBytes;
  };
  if (isTooLarge()) rotateOnce(folder, name, isTooLarge);
  const descriptor = openToAppend(file, fs.statSync(folder));
  try {
    fs.writeSync(descriptor, `${isTorn(descriptor) ? '\n' : ''}${line}\n`);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Refuses to follow a link that another user has put in the place of the folder. */
function makeOwnedFolder(folder: string): void {
  const above = path.dirname(folder);
  for (const one of [above, folder]) {
    const found = fs.lstatSync(one, { throwIfNoEntry: false });
    const isPlanted = found?.isSymbolicLink() && ![0, process.geteuid?.()].includes(found.uid);
    if (isPlanted) throw new Error('the folder is a link of another user');
  }
  if (fs.existsSync(folder)) return;
  if (!isRoot()) return makeFolder(folder);
  if (above !== folder) makeOwnedFolder(above);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = fs.constants;
  const descriptor = fs.openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    giveToOwnerOf(fs.statSync(above), descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Opens the file for its owner alone, and never the target of a link in its place. */
function openToAppend(file: string, folder: fs.Stats): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = fs.constants;
  // Without waiting, since a pipe may have no reader.
  const flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | neverWaiting;
  const descriptor = fs.openSync(file, flags, 0o600);
  try {
    const { nlink, uid } = fs.fstatSync(descriptor);
    const isForeign =
      process.platform !== 'win32' && ![folder.uid, process.geteuid?.()].includes(uid);
    if (!fs.fstatSync(descriptor).isFile() || nlink > 1 || isForeign) {
      throw new Error('something else is in the place of the file');
    }
    giveToOwnerOf(folder, descriptor);
    fs.fchmodSync(descriptor, 0o600);
    return descriptor;
  } catch (error) {
    fs.closeSync(descriptor);
    throw error;
  }
}

/** Only for what root has made: in a person's folder, as under sudo, it is theirs. */
function giveToOwnerOf(folder: fs.Stats, descriptor: number): void {
  if (isRoot() && fs.fstatSync(descriptor).uid === 0) {
    fs.fchownSync(descriptor, folder.uid, folder.gid);
  }
}

/** The file and those before it, the latest first, whether they exist or not. */
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

/** Rotation never takes longer; the holder of an older lock has crashed. */
const staleMs = 10_000;

/** Only one program at a time: two would push the oldest file out twice. */
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
    // Windows refuses while one of the files is open elsewhere.
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

function nameAt(name: string, age: number): string {
  const { name: stem, ext } = path.parse(name);
  return age === 0 ? name : `${stem}.${age}${ext}`;
}
