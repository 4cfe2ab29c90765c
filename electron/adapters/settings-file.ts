import { open } from 'node:fs/promises';

import { managedPreferencePrefix } from '../policy/layers.ts';
import type { SettingsFile } from '../policy/settings-document.ts';
import { isErrno } from '../store/atomic-file.ts';
import { readManagedPreference } from './managed-preferences.ts';

const maxBytes = 1024 * 1024;

/** Reads one place of settings: a file, or a value of the managed preferences of macOS. */
export function readSettingsFile(place: string): Promise<SettingsFile> {
  return place.startsWith(managedPreferencePrefix)
    ? readManagedPreference(place.slice(managedPreferencePrefix.length))
    : readRegularFile(place);
}

/** Opened once: a regular file of UTF-8 text of at most 1 MiB. */
async function readRegularFile(path: string): Promise<SettingsFile> {
  let handle;
  try {
    handle = await open(path, 'r');
    const facts = await handle.stat();
    if (!facts.isFile()) return { kind: 'unreadable', message: 'it is not a regular file' };
    if (facts.size > maxBytes) return { kind: 'unreadable', message: 'it is larger than 1 MiB' };
    const bytes = await handle.readFile();
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
    if (error instanceof TypeError) return { kind: 'unreadable', message: 'it is not UTF-8 text' };
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { kind: 'unreadable', message: reason };
  } finally {
    await handle?.close();
  }
}
