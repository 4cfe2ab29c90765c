import { chmod, lstat } from 'node:fs/promises';

import { StoreError } from '../auth/credential-store.ts';
import { followLinks } from './atomic-file.ts';
import { syncToDisk } from './file-steps.ts';
import { isErrno } from '../system-errors/system-code.ts';

/**
 * Takes every right of others from a file, links followed; no file is no failure.
 *
 * @throws {StoreError} where that is not possible: the file is another user's, or
 * on Windows, whose access control lists Node cannot change.
 */
export async function makePrivate(file: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === 'win32') {
    throw new StoreError(
      'unwritable',
      `Who may read ${file} is set in its properties, under Security. Gatehouse cannot change that on Windows.`,
    );
  }
  try {
    const target = await followLinks(file);
    if (!(await lstat(target)).isFile()) {
      throw new StoreError('unwritable', `${file} is not a regular file.`);
    }
    await chmod(target, 0o600);
    await syncToDisk(target);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return;
    throw new StoreError(
      'unwritable',
      `The permissions of ${file} cannot be changed. Check who owns it.`,
    );
  }
}
