import { mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

import {
  appLockIn,
  holderOfAppLock,
  isProcessRunning,
  partsOfHolder,
} from '../adapters/app-lock.ts';
import { shellTexts } from '../../shared/texts/shell.ts';
import { makeFolder } from '../files/make-folder.ts';
import { fileReason, fileReasonOf } from '../base/system-errors/file-reason.ts';

/** Makes Gatehouse's own folder, mode 0700. @returns why it cannot be used, as sentences, or null. */
export function dataFolderRefusal(folder: string): string | null {
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return refusalOf(folder, fileReasonOf('ENOTDIR'));
    // Permissions do not show a disk that is full or read-only.
    rmdirSync(mkdtempSync(path.join(folder, '.started-')));
    return null;
  } catch (error) {
    return refusalOf(folder, fileReason(error));
  }
}

function refusalOf(folder: string, reason: string): string {
  return shellTexts.dataFolderUnwritable({ folder, reason });
}

interface LockFacts {
  /** Such as "desk-4711"; null where the lock names none. */
  readonly holder: string | null;
  readonly hostname: string;
  readonly isRunning: (pid: number) => boolean;
}

export type LockAnswer =
  /** Another Gatehouse runs, and shows its window. */
  | { readonly kind: 'running' }
  /** The message is for people, with what to do. */
  | { readonly kind: 'blocked'; readonly message: string };

/** Why the lock of a single instance could not be had, which Electron does not say. */
export function lockAnswer(lock: string, { holder, hostname, isRunning }: LockFacts): LockAnswer {
  const { inTheWay, foreign, otherComputer, leftBehind } = shellTexts.lock;
  const blocked = (message: string): LockAnswer => ({ kind: 'blocked', message });
  if (holder === null) return blocked(inTheWay({ lock }));
  const parts = partsOfHolder(holder);
  if (parts === null) return blocked(foreign({ lock }));
  if (parts.host !== hostname) return blocked(otherComputer({ lock, computer: parts.host }));
  if (isRunning(parts.pid)) return { kind: 'running' };
  return blocked(leftBehind({ lock }));
}

/**
 * Why the lock is not to be asked for, as sentences, or null: it belongs to another computer.
 * Chromium would show a dialog of its own, and crash without a screen.
 */
export function foreignLock(dataFolder: string, platform: NodeJS.Platform): string | null {
  const holder = platform === 'win32' ? null : holderOfAppLock(dataFolder);
  if (holder === null || holder.startsWith(`${hostname()}-`)) return null;
  const answer = whyNoLock(dataFolder, platform);
  return answer.kind === 'blocked' ? answer.message : null;
}

export function whyNoLock(dataFolder: string, platform: NodeJS.Platform): LockAnswer {
  // On Windows Electron says so only where the other instance answers.
  if (platform === 'win32') return { kind: 'running' };
  const holder = holderOfAppLock(dataFolder);
  const facts = { holder, hostname: hostname(), isRunning: isProcessRunning };
  return lockAnswer(appLockIn(dataFolder), facts);
}
