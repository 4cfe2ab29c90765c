import { closeSync, constants, fchmodSync, fchownSync, fstat, fstatSync, open } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { isErrno } from '../base/system-errors/system-code.ts';
import { LockError } from '../store/file-lock.ts';
import { inFolder, isRoot, type Owner } from '../files/ownership.ts';
import type { OpenLockable } from './lockable-file.ts';
import { holderOfFlock } from './lock-holder.ts';

/** `flock` of the C library: 0, or the number of the error. */
export type Flock = (descriptor: number, operation: number) => number;

// <sys/file.h>, the same on Linux, macOS and the BSDs.
const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;

const { EINTR, EWOULDBLOCK } = os.constants.errno;

const openFile = promisify(open);
const facts = promisify(fstat);

/**
 * BSD locks. On macOS this has been built, and never run.
 *
 * A child process does not inherit the lock, since Node opens files close-on-exec.
 *
 * @param loadFlock called at the first lock, so that a machine where it fails still starts.
 */
export function posixLock(
  platform: NodeJS.Platform,
  loadFlock: () => Promise<Flock> = flockOfSystem,
): OpenLockable {
  let loading: Promise<Flock> | undefined;
  return async (file) => {
    const flock = await (loading ??= loadFlock()).catch(() => {
      throw LockError.unsupported(file, 'the C library could not be loaded');
    });
    const descriptor = await openForLocking(file);
    return {
      tryLock: () => tryFlock(flock, descriptor, file),
      close() {
        // First, since a child that is just being started may have the descriptor for a moment.
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
  // Without a name: the C library that the program itself runs on, whatever its file is called.
  const flock = koffi.load(null).func('int flock(int descriptor, int operation)') as Flock;
  return (descriptor, operation) => (flock(descriptor, operation) === 0 ? 0 : koffi.errno());
}

/**
 * Opens the lock file, or makes it for the owner of its folder. What others could open is
 * closed to them where it is ours: whoever can open it can hold the lock.
 */
async function openForLocking(file: string): Promise<number> {
  try {
    if (!isRoot()) return await openOrMake(file, null);
    // To hold a folder open makes it, which is not for a lock to do.
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
  // A lock needs no right to write: the file may be left from a program that ran as root.
  const found =
    (await openFile(file, O_RDWR | how, 0o600).catch(unlessErrno('EACCES', 'EROFS'))) ??
    (await openFile(file, O_RDONLY | how, 0o600));
  closeToOthers(found, owner);
  return found;
}

/** A link that another user has put there would have us open what they like. */
async function isOwnLink(file: string): Promise<boolean> {
  const found = await lstat(file);
  return found.isSymbolicLink() && found.uid === process.geteuid?.();
}

function closeToOthers(descriptor: number, owner: Owner | null): void {
  const { uid, mode, nlink } = fstatSync(descriptor);
  const isOurs = uid === process.geteuid?.() || uid === owner?.uid;
  if (!isOurs || nlink > 1 || (mode & 0o077) === 0) return;
  try {
    fchmodSync(descriptor, mode & 0o700);
  } catch {
    // A file system without modes. The lock is as good as it was.
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
  // ENOLCK, ENOTSUP, ENOSYS, EINVAL and what else a file system says instead of having locks.
  throw LockError.unsupported(file, nameOf(errno));
}

// The names that Node has for its own errors lack ENOLCK.
function nameOf(errno: number): string {
  const known = Object.entries(os.constants.errno).find(([, number]) => number === errno);
  return known?.[0] ?? `error ${errno}`;
}
