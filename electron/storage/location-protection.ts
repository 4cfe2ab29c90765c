import { open, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';

import type { StoragePlace } from '../../shared/app-state.ts';
import { fileTexts } from '../../shared/texts/files.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import { commaList } from '../../shared/wording/lists.ts';
import { unreadableCode } from '../auth/credential.ts';
import { StoreError, type StoredCredential } from '../auth/credential-store.ts';
import type { CredentialPlace } from '../store/locations/credential-location.ts';
import { neverWaiting } from '../files/regular-file.ts';
import { followLinks } from '../files/atomic-file.ts';
import { syncToDisk } from '../files/file-steps.ts';
import type { OtherAccess } from '../files/access-list.ts';
import { isThere } from '../files/ownership.ts';
import { otherAccessTo, takeFromOthers } from '../files/windows-security.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { stat } from '../files/look.ts';

/** Access lists of Windows; both answer that nothing is known elsewhere. */
export interface WindowsAccess {
  readonly otherAccessTo: (file: string) => Promise<OtherAccess | 'nobody' | null>;
  readonly takeFromOthers: (file: string) => Promise<boolean>;
}

const ofThisSystem: WindowsAccess = { otherAccessTo, takeFromOthers };

/** The keyring may prompt. It never throws: what cannot be seen is unreadable. */
export async function inspectPlace(
  place: CredentialPlace,
  platform: NodeJS.Platform,
  access: WindowsAccess = ofThisSystem,
): Promise<StoragePlace> {
  const stored = await place.load();
  const facts = place.kind === 'keyringItem' ? null : await factsOf(place.location);
  const isListed = platform === 'win32' && place.kind === 'file' && facts !== null;
  const others = isListed ? await access.otherAccessTo(place.location) : null;
  return {
    kind: place.kind,
    location: place.location,
    ...contentOf(place, stored),
    writtenAt: facts?.writtenAt ?? lastRefreshOf(stored),
    ...protectionOf(place.kind, platform === 'win32' ? others : modeAccess(facts?.permissions)),
  };
}

/**
 * Who can read a place, links followed: by the access list on Windows, elsewhere by the mode. Any
 * right of others counts.
 */
export function protectionOf(
  kind: CredentialPlace['kind'],
  others: OtherAccess | 'others' | 'nobody' | null,
): Pick<StoragePlace, 'protection' | 'sharedWith'> {
  if (kind === 'keyringItem') return { protection: 'keyring' };
  if (kind === 'encryptedFile') return { protection: 'encrypted' };
  switch (others) {
    case null:
      return { protection: 'unknown' };
    case 'nobody':
      return { protection: 'userOnly' };
    case 'others':
      return { protection: 'readableByOthers' };
    default:
      return { protection: 'readableByOthers', sharedWith: sharedWith(others) };
  }
}

function sharedWith({ names, isInherited }: OtherAccess): string {
  const list = commaList(names);
  return isInherited ? texts.protect.fromFolder({ names: list }) : list;
}

/** Entries of a POSIX access control list count as well: their mask is in the group's bits. */
export function modeAccess(permissions: number | undefined): 'others' | 'nobody' | null {
  if (permissions === undefined) return null;
  const ofOthers = 0o077;
  return (permissions & ofOthers) === 0 ? 'nobody' : 'others';
}

function contentOf(
  place: CredentialPlace,
  stored: StoredCredential,
): Pick<StoragePlace, 'holds' | 'problem'> {
  switch (stored.kind) {
    case 'absent':
      return { holds: 'nothing', problem: null };
    case 'present':
      return { holds: 'credential', problem: null };
    case 'invalid': {
      const message = texts.unusable({ place: place.location, fault: stored.message });
      return { holds: 'unreadable', problem: { code: 'record-invalid', message } };
    }
    case 'unreadable': {
      const { reason, message } = stored;
      return { holds: 'unreadable', problem: { code: unreadableCode(reason), message } };
    }
  }
}

async function factsOf(file: string) {
  const facts = await stat(file).catch(() => null);
  if (facts === null) return null;
  return { writtenAt: Math.round(facts.mtimeMs), permissions: facts.mode & 0o777 };
}

function lastRefreshOf(stored: StoredCredential): number | null {
  return stored.kind === 'present' ? stored.record.lastRefresh : null;
}

/**
 * Takes every right of others from a file, links followed; false where there is none. On Windows
 * they are taken from all but administrators. @throws {StoreError}
 */
export async function makePrivate(
  file: string,
  platform: NodeJS.Platform,
  access: WindowsAccess = ofThisSystem,
): Promise<boolean> {
  try {
    const target = await followLinks(file);
    if (platform === 'win32') {
      if (!(await isThere(target))) return false;
      if (!(await access.takeFromOthers(target))) throw notChanged(file);
      return true;
    }
    // What replaces the file meanwhile is not changed.
    const handle = await openOwn(target);
    try {
      if (!(await handle.stat()).isFile()) {
        throw new StoreError('unwritable', fileTexts.notRegular({ place: file }));
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
    throw notChanged(file);
  }
}

function notChanged(file: string): StoreError {
  return new StoreError('unwritable', texts.protect.refused({ file }));
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
