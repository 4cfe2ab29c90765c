import { mkdtempSync, readlinkSync, rmdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

import { makeFolder } from '../files/make-folder.ts';
import { fileReason, fileReasonOf } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

/**
 * Why Gatehouse's own folder cannot be used, as sentences; null where it can. It is made with
 * mode 0700 where it is missing.
 */
export function dataFolderRefusal(folder: string): string | null {
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return refusalOf(folder, notAFolder);
    // Tried, since no right on paper tells of a disk that is full or read-only.
    rmdirSync(mkdtempSync(path.join(folder, '.started-')));
    return null;
  } catch (error) {
    return refusalOf(folder, fileReason(error));
  }
}

const notAFolder = fileReasonOf('ENOTDIR');

function refusalOf(folder: string, reason: string): string {
  return `${folder} cannot be written: ${reason}. Check its owner and permissions, or set GATEHOUSE_DATA to another folder.`;
}

/** What is known where the lock of a single instance could not be had. */
export interface LockFacts {
  /** The host and the process that the lock names, such as "desk-4711"; null where it names none. */
  readonly holder: string | null;
  readonly hostname: string;
  readonly isRunning: (pid: number) => boolean;
}

export type LockAnswer =
  /** Another Gatehouse runs, was told, and shows its window. */
  | { readonly kind: 'running' }
  /** The message is for people, with what to do. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Why the lock of a single instance could not be had. Electron says only that it could not.
 *
 * Source: Chromium's chrome/browser/process_singleton_posix.cc: `SingletonLock` is a link whose
 * target is the name of the host and the process, with a hyphen between them.
 */
export function lockAnswer(lock: string, { holder, hostname, isRunning }: LockFacts): LockAnswer {
  const refused = (why: string): LockAnswer => ({
    kind: 'refused',
    message: `${lock} ${why} Remove it, then start Gatehouse again.`,
  });
  if (holder === null) return refused('is in the way of the lock for a single instance.');
  const [, host, pid] = /^(.*)-(\d+)$/.exec(holder) ?? [];
  if (host === undefined) return refused('is not a lock of Gatehouse.');
  if (host !== hostname) return refused(`belongs to another computer, ${host}.`);
  if (isRunning(Number(pid))) return { kind: 'running' };
  return refused('was left behind and cannot be taken over.');
}

/**
 * Why the lock of this folder is not even asked for, as sentences; null where it is: it belongs
 * to another computer, which Chromium would ask about in a dialog of its own, and without a
 * screen it crashes at that.
 */
export function foreignLock(dataFolder: string, platform: NodeJS.Platform): string | null {
  const holder = platform === 'win32' ? null : holderOf(lockIn(dataFolder));
  if (holder === null || holder.startsWith(`${hostname()}-`)) return null;
  const answer = whyNoLock(dataFolder, platform);
  return answer.kind === 'refused' ? answer.message : null;
}

/** Asked where Electron did not get the lock of this folder. */
export function whyNoLock(dataFolder: string, platform: NodeJS.Platform): LockAnswer {
  // Windows has a window to ask instead, and says the same only where it answers.
  if (platform === 'win32') return { kind: 'running' };
  const lock = lockIn(dataFolder);
  return lockAnswer(lock, { holder: holderOf(lock), hostname: hostname(), isRunning });
}

function lockIn(dataFolder: string): string {
  return path.join(dataFolder, 'SingletonLock');
}

function holderOf(lock: string): string | null {
  try {
    return readlinkSync(lock);
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}
