import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { isErrno } from '../base/system-errors/system-code.ts';

/** Makes a folder, and those above it, with mode 0700. Throws the system's error. */
export function makeFolder(folder: string): void {
  if (madeOrThere(folder)) return;
  // Node's `recursive` never ends where a file system denies a folder that exists (/proc).
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder, 0o700);
}

/** False where a folder above it is missing. */
function madeOrThere(folder: string): boolean {
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    // What exists and is no folder is reported by what is done in it.
    if (!isErrno(error, 'EEXIST', 'EISDIR')) throw error;
  }
  return true;
}
