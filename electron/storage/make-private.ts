import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

import { StoreError } from '../auth/credential-store.ts';
import { neverWaiting } from '../files/regular-file.ts';
import { followLinks } from '../files/atomic-file.ts';
import { syncToDisk } from '../files/file-steps.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

/**
 * Takes every right of others from a file, links followed; false where there is none. @throws
 * {StoreError}, also on Windows, whose access control lists Node cannot change.
 */
export async function makePrivate(file: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'win32') {
    throw new StoreError(
      'unwritable',
      `Who may read ${file} is set in its properties, under Security. Gatehouse cannot change that on Windows.`,
    );
  }
  try {
    const target = await followLinks(file);
    // What replaces the file meanwhile is not changed.
    const handle = await openOwn(target);
    try {
      if (!(await handle.stat()).isFile()) {
        throw new StoreError('unwritable', `${file} is not a regular file.`);
      }
      await handle.chmod(0o600);
    } finally {
      await handle.close();
    }
    await syncToDisk(target);
    return true;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false;
    throw new StoreError(
      'unwritable',
      `The permissions of ${file} cannot be changed. Check who owns it.`,
    );
  }
}

/** A file of one's own that cannot be read (0200) opens for writing. */
async function openOwn(file: string): Promise<FileHandle> {
  const flags = constants.O_NOFOLLOW | neverWaiting;
  try {
    return await open(file, constants.O_RDONLY | flags);
  } catch (error) {
    if (!isErrno(error, 'EACCES')) throw error;
    return open(file, constants.O_WRONLY | flags);
  }
}
