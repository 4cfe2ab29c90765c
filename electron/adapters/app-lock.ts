import { existsSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

import { isErrno } from '../base/system-errors/system-code.ts';

/**
 * By which the app is there once for each folder: a link to host and process, with a hyphen between
 * (Chromium's process_singleton_posix.cc).
 */
export function appLockIn(dataFolder: string): string {
  return path.join(dataFolder, 'SingletonLock');
}

/** Such as "desk-4711"; null where there is none. */
export function holderOfAppLock(dataFolder: string): string | null {
  try {
    return readlinkSync(appLockIn(dataFolder));
  } catch {
    return null;
  }
}

/** The parts of what the lock names; null where it is no lock of the app. */
export function partsOfHolder(
  holder: string,
): { readonly host: string; readonly pid: number } | null {
  const [, host, pid] = /^(.*)-(\d+)$/.exec(holder) ?? [];
  return host === undefined ? null : { host, pid: Number(pid) };
}

export function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

/**
 * Whether the app runs with this folder. On Windows a file is there for as long as it does
 * (Chromium's process_singleton_win.cc), which Windows removes however it ends.
 */
export function isAppRunning(dataFolder: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return existsSync(path.join(dataFolder, 'lockfile'));
  const holder = holderOfAppLock(dataFolder);
  const parts = holder === null ? null : partsOfHolder(holder);
  return parts !== null && parts.host === hostname() && isProcessRunning(parts.pid);
}
