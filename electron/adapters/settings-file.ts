import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';

import { managedPreferencePrefix } from '../policy/layers.ts';
import type { FileFacts, SettingsFile } from '../policy/settings-document.ts';
import { isErrno } from '../system-errors/system-code.ts';
import { fileReason } from '../system-errors/file-reason.ts';
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
    return { kind: 'unreadable', message: fileReason(error) };
  }
  try {
    return await readOpened(handle, place);
  } catch (error) {
    return { kind: 'unreadable', message: fileReason(error) };
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
