import { constants } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

import { maxSettingsBytes } from '../../shared/policy.ts';
import { managedPreferencePrefix } from '../policy/layers.ts';
import { settingsContent } from '../policy/settings-content.ts';
import type { FileFacts, FolderFacts, SettingsFile } from '../policy/settings-document.ts';
import { isErrno } from '../system-errors/system-code.ts';
import { fileReason } from '../system-errors/file-reason.ts';
import { readManagedPreference } from './managed-preferences.ts';

/** What is said of a folder, a pipe or a device. */
export const notRegular = 'it is not a regular file';

/** A file of settings before it is decoded: all of it, or one byte more than may be read. */
export type SettingsBytes =
  | Exclude<SettingsFile, { kind: 'text' }>
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer>; readonly facts: FileFacts };

/**
 * Reads one place of settings, which must be a regular file of what `settingsContent`
 * reads. It never rejects.
 */
export async function readSettingsFile(place: string): Promise<SettingsFile> {
  if (place.startsWith(managedPreferencePrefix)) {
    return readManagedPreference(place.slice(managedPreferencePrefix.length));
  }
  const found = await readSettingsBytes(place);
  if (found.kind !== 'bytes') return found;
  return { ...settingsContent(found.bytes), facts: found.facts };
}

/** Opens a file once, followed where it is a link, and reads its bytes. It never rejects. */
export async function readSettingsBytes(file: string): Promise<SettingsBytes> {
  let handle;
  try {
    // Opening a named pipe would otherwise wait for whoever writes to it. Windows has neither.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return absentAt(file);
    return { kind: 'unreadable', message: fileReason(error) };
  }
  try {
    return await readOpened(handle, file);
  } catch (error) {
    return { kind: 'unreadable', message: fileReason(error) };
  } finally {
    await handle.close();
  }
}

async function absentAt(file: string): Promise<SettingsBytes> {
  const deadLink = await readlink(file).catch(() => null);
  return deadLink === null ? { kind: 'absent' } : { kind: 'absent', deadLink };
}

async function readOpened(handle: FileHandle, file: string): Promise<SettingsBytes> {
  const stats = await handle.stat();
  const hasRights = process.platform !== 'win32';
  const facts: FileFacts = {
    ownerId: hasRights ? stats.uid : null,
    mode: hasRights ? stats.mode & 0o7777 : null,
    readFrom: await targetOf(file),
    folders: hasRights ? await foldersOf(file) : [],
  };
  if (!stats.isFile()) return { kind: 'unreadable', message: notRegular, facts };
  // Inclusive, so that one byte more tells what is too large.
  const stream = handle.createReadStream({ start: 0, end: maxSettingsBytes, autoClose: false });
  // Memory of its own: what crosses to a window takes along all that it is a part of.
  return { kind: 'bytes', bytes: Uint8Array.from(await buffer(stream)), facts };
}

/** What a link leads to; null where the place itself is none. */
async function targetOf(place: string): Promise<string | null> {
  try {
    await readlink(place);
    return await realpath(place);
  } catch {
    return null;
  }
}

/** The folders above a file, and above what it is after all links, the nearest first. */
async function foldersOf(place: string): Promise<readonly FolderFacts[]> {
  const real = await realpath(place).catch(() => place);
  const paths = new Set([...foldersAbove(path.resolve(place)), ...foldersAbove(real)]);
  const found = await Promise.all([...paths].map(folderFacts));
  return found.filter((facts) => facts !== null);
}

function foldersAbove(file: string): readonly string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

async function folderFacts(folder: string): Promise<FolderFacts | null> {
  try {
    const { uid, mode } = await stat(folder);
    return { path: folder, ownerId: uid, mode: mode & 0o7777 };
  } catch {
    return null;
  }
}
