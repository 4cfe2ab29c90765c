import type { Stats } from 'node:fs';
import path from 'node:path';

import { maxConfigBytes } from '../../shared/policy.ts';
import { dotenvOf, type Dotenv } from '../base/dotenv.ts';
import { readlink, realpath, stat } from '../files/look.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { changersOf } from '../files/windows-security.ts';
import { managedPreferencePrefix } from '../policy/layers.ts';
import { configContent } from '../policy/config-document.ts';
import type { FileFacts, FolderFacts, ConfigFile } from '../policy/config-document.ts';
import { readManagedPreference } from './managed-preferences.ts';

/** A config file before decoding: all of it, or one byte more than may be read. */
export type ConfigBytes =
  | Exclude<ConfigFile, { kind: 'text' }>
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer>; readonly facts: FileFacts };

/** Reads one config file, or a managed preference. It never rejects. */
export async function readConfigFile(place: string): Promise<ConfigFile> {
  if (place.startsWith(managedPreferencePrefix)) {
    return readManagedPreference(place.slice(managedPreferencePrefix.length));
  }
  const found = await readConfigBytes(place);
  if (found.kind !== 'bytes') return found;
  return { ...configContent(found.bytes), facts: found.facts };
}

/** Reads the file `.env` of Codex. It never rejects. */
export async function readDotenv(file: string): Promise<Dotenv> {
  const found = await readRegularFile(file, maxConfigBytes);
  switch (found.kind) {
    case 'absent':
    case 'notRegular':
      return { kind: 'absent' };
    case 'tooLarge':
    case 'failed':
      return { kind: 'unknown', message: found.reason };
    case 'bytes':
      return dotenvOf(found.bytes);
  }
}

/** Reads a regular file, through links. It never rejects. */
export async function readConfigBytes(file: string): Promise<ConfigBytes> {
  const found = await readRegularFile(file, maxConfigBytes);
  switch (found.kind) {
    case 'absent':
      return absentAt(file);
    case 'failed':
      return { kind: 'unreadable', message: found.reason };
    case 'notRegular':
      return {
        kind: 'unreadable',
        because: 'notRegular',
        message: found.reason,
        facts: await factsOf(file, found.facts),
      };
    case 'tooLarge':
    case 'bytes':
      return {
        kind: 'bytes',
        // A copy, since a view would carry its whole buffer to the window.
        bytes: Uint8Array.from(found.kind === 'bytes' ? found.bytes : found.start),
        facts: await factsOf(file, found.facts),
      };
  }
}

async function absentAt(file: string): Promise<ConfigBytes> {
  const deadLink = await readlink(file).catch(() => null);
  return deadLink === null ? { kind: 'absent' } : { kind: 'absent', deadLink };
}

async function factsOf(file: string, { uid, mode }: Stats): Promise<FileFacts> {
  const hasRights = process.platform !== 'win32';
  return {
    ownerId: hasRights ? uid : null,
    mode: hasRights ? mode & 0o7777 : null,
    readFrom: await targetOf(file),
    folders: hasRights ? await foldersOf(file) : [],
    ...(hasRights ? {} : { changers: await changersOf(file) }),
  };
}

async function targetOf(place: string): Promise<string | null> {
  try {
    await readlink(place);
    return await realpath(place);
  } catch {
    return null;
  }
}

/** The folders above a file and above its real path, the nearest first. */
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
