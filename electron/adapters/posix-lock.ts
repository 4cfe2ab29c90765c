import { closeSync, constants, fchmodSync, fchownSync, fstat, fstatSync, open } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { storeTexts } from '../../shared/texts/stores.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { lstat, readFile, stat } from '../files/look.ts';
import { LockError, type LockHolder } from '../store/file-lock.ts';
import { inFolder, isRoot, type Owner } from '../files/ownership.ts';
import type { OpenLockable } from './polled-lock.ts';
import { describeProcess, processName, processOwner } from './processes.ts';

/** `flock` of the C library: 0, or the number of the error. */
export type Flock = (descriptor: number, operation: number) => number;

// <sys/file.h>, the same on Linux, macOS and the BSDs.
const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;

const { EINTR, EWOULDBLOCK } = os.constants.errno;

const openFile = promisify(open);
const facts = promisify(fstat);

/** BSD locks, not inherited: Node opens files close-on-exec. Never run on macOS so far. */
export function posixLock(
  platform: NodeJS.Platform,
  loadFlock: () => Promise<Flock> = flockOfSystem,
): OpenLockable {
  let loading: Promise<Flock> | undefined;
  return async (file) => {
    const flock = await (loading ??= loadFlock()).catch(() => {
      throw LockError.unsupported(file, storeTexts.lock.noCLibrary());
    });
    const descriptor = await openForLocking(file);
    return {
      tryLock: () => tryFlock(flock, descriptor, file),
      close() {
        // First: a child that is just being started may have the descriptor for a moment.
        flock(descriptor, LOCK_UN);
        closeSync(descriptor);
      },
      async nameHolder() {
        if (platform !== 'linux') return null;
        return holderOfFlock(await facts(descriptor, { bigint: true }));
      },
    };
  };
}

async function flockOfSystem(): Promise<Flock> {
  const { default: koffi } = await import('koffi');
  // Without a name: the C library of this program, whatever its file is called.
  const flock = koffi.load(null).func('int flock(int descriptor, int operation)') as Flock;
  return (descriptor, operation) => (flock(descriptor, operation) === 0 ? 0 : koffi.errno());
}

async function openForLocking(file: string): Promise<number> {
  try {
    if (!isRoot()) return await openOrMake(file, null);
    // `inFolder` would make a missing folder, which is not for a lock to do.
    await stat(path.dirname(file));
    return await inFolder(path.dirname(file), ({ base, owner }) =>
      openOrMake(path.join(base, path.basename(file)), owner),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw LockError.denied(file, String(error.code));
    }
    throw error;
  }
}

async function openOrMake(file: string, owner: Owner | null): Promise<number> {
  const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;
  const made = await openFile(file, O_RDWR | O_CREAT | O_EXCL, 0o600).catch(unlessErrno('EEXIST'));
  if (made !== null) {
    if (owner !== null) fchownSync(made, owner.uid, owner.gid);
    return made;
  }
  const how = O_NONBLOCK | ((await isOwnLink(file)) ? O_CREAT : O_NOFOLLOW);
  // A lock needs no right to write: a program that ran as root may have left the file.
  const found =
    (await openFile(file, O_RDWR | how, 0o600).catch(unlessErrno('EACCES', 'EROFS'))) ??
    (await openFile(file, O_RDONLY | how, 0o600));
  closeToOthers(found, owner);
  return found;
}

/** A link of another user could lead anywhere. */
async function isOwnLink(file: string): Promise<boolean> {
  const found = await lstat(file);
  return found.isSymbolicLink() && found.uid === process.geteuid?.();
}

/** Everyone who can open the file can hold the lock. */
function closeToOthers(descriptor: number, owner: Owner | null): void {
  const { uid, mode, nlink } = fstatSync(descriptor);
  const isOurs = uid === process.geteuid?.() || uid === owner?.uid;
  if (!isOurs || nlink > 1 || (mode & 0o077) === 0) return;
  try {
    fchmodSync(descriptor, mode & 0o700);
  } catch {
    // A file system without modes.
  }
}

function unlessErrno(...codes: string[]): (error: unknown) => null {
  return (error) => {
    if (isErrno(error, ...codes)) return null;
    throw error;
  };
}

function tryFlock(flock: Flock, descriptor: number, file: string): boolean {
  let errno;
  do errno = flock(descriptor, LOCK_EX | LOCK_NB);
  while (errno === EINTR);
  if (errno === 0) return true;
  if (errno === EWOULDBLOCK) return false;
  // ENOLCK, ENOTSUP, ENOSYS, EINVAL: a file system without locks.
  throw LockError.unsupported(file, nameOf(errno));
}

function nameOf(errno: number): string {
  const known = Object.entries(os.constants.errno).find(([, number]) => number === errno);
  return known?.[0] ?? storeTexts.lock.systemError({ code: errno });
}

interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Who holds the lock; null where the kernel does not show it, as for another container. */
async function holderOfFlock(file: FileIdentity): Promise<LockHolder | null> {
  const locks = await readFile('/proc/locks', 'utf8').catch(() => '');
  const pid = holderIn(locks, file);
  if (pid === null) return null;
  return { name: describeProcess(pid, await processName(pid)), userId: await processOwner(pid) };
}

/** The holder in the text of /proc/locks: proc_locks(5), and fs/locks.c for the form of the device. */
export function holderIn(locks: string, { dev, ino }: FileIdentity): number | null {
  // Numbers of a device as glibc packs them into st_dev.
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  const hex = (part: bigint): string => part.toString(16).padStart(2, '0');
  const identity = `${hex(major)}:${hex(minor)}:${ino}`;
  for (const line of locks.split('\n')) {
    // Those who wait have an arrow in the place of the kind.
    const [, kind, , , pid, locked] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && locked === identity && Number(pid) > 0) return Number(pid);
  }
  return null;
}
