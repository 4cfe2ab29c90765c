import { closeSync, constants, fstat, open } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';

import { isErrno } from '../system-errors/system-code.ts';
import { LockError } from '../store/file-lock.ts';
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
  return async (file, mode) => {
    const flock = await (loading ??= loadFlock()).catch(() => {
      throw LockError.unsupported(file, 'the C library could not be loaded');
    });
    const descriptor = await openForLocking(file, mode);
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

async function openForLocking(file: string, mode: number): Promise<number> {
  try {
    return await openFile(file, constants.O_RDWR | constants.O_CREAT, mode);
  } catch (error) {
    // A lock needs no right to write: the file may be left from a program that ran as root.
    const readable = isErrno(error, 'EACCES', 'EROFS')
      ? await openFile(file, constants.O_RDONLY).catch(() => null)
      : null;
    if (readable !== null) return readable;
    if (error instanceof Error && 'code' in error) {
      throw LockError.denied(file, String(error.code));
    }
    throw error;
  }
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
