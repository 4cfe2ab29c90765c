import path from 'node:path';

import { fileTexts } from '../../shared/texts/files.ts';
import { StoreError } from '../auth/credential-store.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { unlinkIfThere } from '../files/file-steps.ts';
import { readdir } from '../files/look.ts';
import { inFolder } from '../files/ownership.ts';

/** Time for a file name, such as 20260122T164843.123Z. */
export function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/[-:]/g, '');
}

/** Name of a copy that is kept of a file or an item before it is replaced. */
export function keptCopyName(name: string, now: number): string {
  return `${name}.kept-${stampOf(now)}`;
}

const stamp = /^\.kept-\d{8}T\d{6}\.\d{3}Z$/;

function isKeptCopy(name: string, of: string): boolean {
  return name.startsWith(of) && stamp.test(name.slice(of.length));
}

/** Copies beside a file, the oldest first; none in a folder that cannot be listed. */
export async function keptCopiesOf(file: string): Promise<readonly string[]> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => isKeptCopy(name, path.basename(file)))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Removes a copy beside a file, and nothing else. @throws {StoreError} that names the copy. */
export async function removeKeptCopyOf(file: string, copy: string): Promise<void> {
  if (!isKeptCopy(copy, file)) throw new TypeError('this is no copy of the file');
  try {
    await inFolder(path.dirname(file), async ({ base }) => {
      await unlinkIfThere(path.join(base, path.basename(copy)));
    });
  } catch (error) {
    const message = fileTexts.notRemovable({ place: copy, reason: fileReason(error) });
    throw new StoreError('unwritable', message);
  }
}
