import type { LockFile } from '../store/file-lock.ts';
import { polledLock } from './polled-lock.ts';
import { posixLock } from './posix-lock.ts';
import { windowsLock } from './windows-lock.ts';

/** The file locks of this operating system. Nothing is loaded before the first lock. */
export function fileLockOf(platform: NodeJS.Platform): LockFile {
  return polledLock(platform === 'win32' ? windowsLock() : posixLock(platform));
}
