import { rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { isErrno } from '../base/system-errors/system-code.ts';

/** Windows takes a file for good only from programs that share its removal, as few scanners do. */
const ofAnotherProgram = ['EACCES', 'EBUSY', 'EPERM'] as const;

const pauseMs = 50;

/** Two seconds in all: less than the Codex CLI waits for the locks under which files are replaced. */
const tries = 40;

export interface RenameEffects {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/**
 * Renames a file over another, which on Windows is tried again while a virus scanner, an indexer or
 * a backup has that one open. @throws what the system says at the last try
 */
export async function renameOver(
  from: string,
  to: string,
  effects: RenameEffects = { platform: process.platform, rename, wait },
): Promise<void> {
  for (let left = effects.platform === 'win32' ? tries : 1; ; left -= 1) {
    try {
      return await effects.rename(from, to);
    } catch (error) {
      if (left <= 1 || !isErrno(error, ...ofAnotherProgram)) throw error;
    }
    await effects.wait(pauseMs);
  }
}
