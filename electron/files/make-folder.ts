import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { isErrno } from '../base/system-errors/system-code.ts';

/**
 * Makes a folder, and those above it that are missing, for the user alone (mode 0700). One that
 * is there stays as it is. Step by step, since Node's own `recursive` never ends where a file
 * system says that a folder is not there which is, as below /proc (Node 20 and 22).
 *
 * @throws the system's error where it cannot be made.
 */
export function makeFolder(folder: string): void {
  if (madeOrThere(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder, 0o700);
}

/** @returns false where a folder above it is missing. */
function madeOrThere(folder: string): boolean {
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    // What is there and is no folder is told by whatever is done in it.
    if (!isErrno(error, 'EEXIST', 'EISDIR')) throw error;
  }
  return true;
}
