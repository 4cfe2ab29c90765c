import { constants } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { managedPreferencePrefix } from '../policy/layers.ts';
import type { FileFacts, FolderFacts, SettingsFile } from '../policy/settings-document.ts';
import { isErrno } from '../store/atomic-file.ts';
import { readManagedPreference } from './managed-preferences.ts';

const maxBytes = 1024 * 1024;

/** What is said of a folder, a pipe or a device. */
export const notRegular = 'it is not a regular file';

/**
 * Reads one place of settings. A file is opened once, followed where it is a link, and
 * must be a regular file of UTF-8 text of at most 1 MiB. It never rejects.
 */
export async function readSettingsFile(place: string): Promise<SettingsFile> {
  if (place.startsWith(managedPreferencePrefix)) {
    return readManagedPreference(place.slice(managedPreferencePrefix.length));
  }
  let handle;
  try {
    // Opening a named pipe would otherwise wait for whoever writes to it. Windows has neither.
    handle = await open(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    return { kind: 'unreadable', message: codeOf(error) };
  }
  try {
    return await readOpened(handle, place);
  } catch (error) {
    return { kind: 'unreadable', message: codeOf(error) };
  } finally {
    await handle.close();
  }
}

async function readOpened(handle: FileHandle, place: string): Promise<SettingsFile> {
  const stats = await handle.stat();
  const hasRights = process.platform !== 'win32';
  const facts: FileFacts = {
    ownerId: hasRights ? stats.uid : null,
    mode: hasRights ? stats.mode & 0o7777 : null,
    readFrom: await targetOf(place),
    folders: hasRights ? await foldersOf(place) : [],
  };
  const unreadable = (message: string): SettingsFile => ({ kind: 'unreadable', message, facts });
  if (!stats.isFile()) return unreadable(notRegular);
  if (stats.size > maxBytes) return unreadable('it is larger than 1 MiB');
  const bytes = await handle.readFile();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'text', text, facts };
  } catch {
    return unreadable('it is not UTF-8 text');
  }
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
