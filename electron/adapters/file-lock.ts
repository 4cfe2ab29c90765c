import { lazy } from '../base/lazy.ts';
import type { LockFile } from '../store/file-lock.ts';
import { polledLock } from './polled-lock.ts';
import { posixLock } from './posix-lock.ts';
import { windowsLock } from './windows-lock.ts';

/** The file locks of an operating system. Native libraries are loaded at the first lock. */
export function fileLockOf(platform: NodeJS.Platform): LockFile {
  const open = lazy(() => (platform === 'win32' ? windowsLock() : posixLock(platform)));
  return polledLock((file) => open()(file));
}
