import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  unlink,
} from 'node:fs/promises';
import path from 'node:path';

import { makeFolder } from '../files/make-folder.ts';
import { neverWaiting } from '../files/regular-file.ts';
import { isErrno } from '../system-errors/system-code.ts';

/**
 * Replaces a file so that every reader, and a crash at any moment, sees the old
 * or the new content whole: a temporary file in the same folder, fsync, rename,
 * fsync of the folder.
 *
 * The file has mode 0600 afterwards, unless told otherwise, and missing parent
 * folders are made with 0700. What an earlier program left that was killed at this is
 * removed. Upstream truncated and wrote in place until 2026, kept the mode of an
 * existing file, and Codex CLI 0.169.0 still does not sync the folder.
 *
 * @param beforeReplace asked when the new content is on disk and only the rename
 * is left; false gives the replacement up.
 * @returns whether the file was replaced.
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  beforeReplace: () => Promise<boolean>,
  mode = 0o600,
): Promise<boolean> {
  const folder = path.dirname(file);
  makeFolder(folder);
  const temporary = path.join(folder, `${temporaryPrefix}${randomBytes(6).toString('hex')}`);
  try {
    await writeNewFile(temporary, content, mode);
    if (!(await beforeReplace())) {
      await unlink(temporary);
      return false;
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncToDisk(folder);
  await removeTemporaryFiles(folder, Date.now() - abandonedAfterMs);
  return true;
}

const temporaryPrefix = '.gatehouse-';
const temporaryName = new RegExp(`^\\${temporaryPrefix}[0-9a-f]{12}$`);

/** A program that is alive replaces a file in far less. */
const abandonedAfterMs = 60_000;

/**
 * Removes the temporary files that programs left in a folder which were killed during
 * {@link replaceFile}: they may hold tokens. What cannot be removed stays, silently.
 *
 * @param changedBefore milliseconds since the epoch, by the clock of the system: younger
 * files are left to the program that may be at work on them. All are taken where left out.
 */
export async function removeTemporaryFiles(
  folder: string,
  changedBefore = Infinity,
): Promise<void> {
  // A folder may be writable and not be readable.
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => temporaryName.test(name))) {
    const file = path.join(folder, name);
    const facts = await lstat(file).catch(() => null);
    if (facts === null || facts.mtimeMs >= changedBefore) continue;
    await unlink(file).catch(() => undefined);
  }
}

/**
 * Makes what happened to a file or in a folder durable, where the system lets us:
 * Windows has no such call for folders, some network file systems neither, and a
 * folder may be writable but not readable. By then the change itself is made.
 */
export async function syncToDisk(fileOrFolder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle;
  try {
    // What a pipe would be waited for cannot be synced either: it answers EINVAL.
    handle = await open(fileOrFolder, constants.O_RDONLY | neverWaiting);
    await handle.sync();
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EINVAL', 'ENOTSUP')) throw error;
  } finally {
    await handle?.close();
  }
}

/**
 * Gives a file a second name that outlives its replacement: a hard link, which
 * needs no right to read the content, or a copy where the file system has none.
 * The kept file has mode 0600.
 *
 * @throws where the second name is taken or the content cannot be kept.
 */
export async function keepUnderSecondName(file: string, secondName: string): Promise<void> {
  try {
    await link(file, secondName);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK')) throw error;
    await copyFile(file, secondName, constants.COPYFILE_EXCL);
  }
  await chmod(secondName, 0o600);
  await syncToDisk(secondName);
  await syncToDisk(path.dirname(secondName));
}

async function writeNewFile(
  file: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    // The mode above is narrowed by the umask, and 0400 would bar the Codex CLI from writing.
    await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const maxLinks = 40;

/**
 * The file that a path stands for, following symbolic links also where the last
 * one points to nothing yet. A path without links is returned as it is.
 *
 * @throws {Error} with code ELOOP where the links go round in circles.
 */
export async function followLinks(file: string): Promise<string> {
  let current = file;
  for (let followed = 0; followed < maxLinks; followed += 1) {
    const facts = await lstat(current).catch(nothingThere);
    if (!facts?.isSymbolicLink()) return current;
    const link = await readlink(current);
    current = await inRealFolder(
      path.isAbsolute(link) ? link : `${path.dirname(current)}${path.sep}${link}`,
    );
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

// By the system and not by its letters: "folder/.." leads elsewhere where the folder is a link.
async function inRealFolder(file: string): Promise<string> {
  const folder = path.dirname(file);
  const realFolder = await realpath(folder).catch(nothingThere);
  return path.join(realFolder ?? folder, path.basename(file));
}

function nothingThere(error: unknown): null {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}
