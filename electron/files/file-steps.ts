import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import path from 'node:path';

import { neverWaiting } from './regular-file.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { copyAttributes } from './extended-attributes.ts';
import { lstat, readdir } from './look.ts';
import { giveTo, unlessSystemForbids, type Owner } from './ownership.ts';
import { secureNewFile } from './windows-security.ts';

export function temporaryNameNow(): string {
  return `${temporaryPrefix}${randomBytes(6).toString('hex')}`;
}

const rightsOfOthers = 0o077;

/** Makes a file durably, with the attributes of `inPlaceOf`. Throws where there is one. */
export async function writeNewFile(
  file: string,
  content: string | Uint8Array,
  mode: number,
  owner: Owner | null,
  inPlaceOf: string | null = null,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await giveTo(handle, owner);
    if (inPlaceOf !== null) await copyAttributes(inPlaceOf, handle.fd);
    if ((mode & rightsOfOthers) === 0) await secureNewFile(file, inPlaceOf);
    // `open` applies the umask, and mode 0400 would bar the Codex CLI from writing.
    await handle.chmod(mode).catch(unlessSystemForbids);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const temporaryPrefix = '.gatehouse-';
const temporaryName = new RegExp(`^\\${temporaryPrefix}[0-9a-f]{12}$`);

export const abandonedAfterMs = 60_000;

/** Removes temporary files that killed programs left: they may hold tokens. */
export async function removeTemporaryFiles(
  folder: string,
  changedBefore = Infinity,
): Promise<void> {
  // A folder may be writable and not readable.
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => temporaryName.test(name))) {
    const file = path.join(folder, name);
    const facts = await lstat(file).catch(() => null);
    if (facts === null || facts.mtimeMs >= changedBefore) continue;
    await unlink(file).catch(() => undefined);
  }
}

/** Makes a change durable where the system can. Some cannot sync folders, as Windows. */
export async function syncToDisk(fileOrFolder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle;
  try {
    // A pipe answers EINVAL.
    handle = await open(fileOrFolder, constants.O_RDONLY | neverWaiting);
    await handle.sync();
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EINVAL', 'ENOTSUP')) throw error;
  } finally {
    await handle?.close();
  }
}

export async function unlinkIfThere(file: string): Promise<boolean> {
  try {
    await unlink(file);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
  await syncToDisk(path.dirname(file));
  return true;
}

export function nothingThere(error: unknown): null {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}
