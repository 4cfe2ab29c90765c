import { readFile } from 'node:fs/promises';

import type { LockHolder } from '../store/file-lock.ts';
import { describeProcess, processName, processOwner } from './processes.ts';

/** What tells a file from all others, from `stat` with big integers. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * The program that holds the BSD lock of a file on Linux, such as "codex (process
 * 4711)", and its user; null where the kernel does not tell, as with a holder in another container.
 */
export async function holderOfFlock(file: FileIdentity): Promise<LockHolder | null> {
  const locks = await readFile('/proc/locks', 'utf8').catch(() => '');
  const pid = holderIn(locks, file);
  if (pid === null) return null;
  return { name: describeProcess(pid, await processName(pid)), userId: await processOwner(pid) };
}

/**
 * Finds the holder in the text of /proc/locks. Source: proc_locks(5), and
 * fs/locks.c of Linux for how it writes the device.
 */
export function holderIn(locks: string, { dev, ino }: FileIdentity): number | null {
  // Numbers of a device as glibc packs them into st_dev.
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  const hex = (part: bigint): string => part.toString(16).padStart(2, '0');
  const identity = `${hex(major)}:${hex(minor)}:${ino}`;
  for (const line of locks.split('\n')) {
    // Those who wait have an arrow in the place of the kind.
    const [, kind, , , pid, identityThere] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && identityThere === identity && Number(pid) > 0) return Number(pid);
  }
  return null;
}
