import { open, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';

import type { StoragePlace } from '../../shared/app-state.ts';
import { fileTexts } from '../../shared/texts/files.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import { unreadableCode } from '../auth/credential.ts';
import { StoreError, type StoredCredential } from '../auth/credential-store.ts';
import type { CredentialPlace } from '../store/locations/credential-location.ts';
import { neverWaiting } from '../files/regular-file.ts';
import { followLinks } from '../files/atomic-file.ts';
import { syncToDisk } from '../files/file-steps.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { stat } from '../files/look.ts';

/** The keyring may prompt. It never throws: what cannot be seen is unreadable. */
export async function inspectPlace(
  place: CredentialPlace,
  platform: NodeJS.Platform,
): Promise<StoragePlace> {
  const stored = await place.load();
  const facts = place.kind === 'keyringItem' ? null : await factsOf(place.location);
  return {
    kind: place.kind,
    location: place.location,
    ...contentOf(place, stored),
    writtenAt: facts?.writtenAt ?? lastRefreshOf(stored),
    protection: protectionOf(place.kind, facts?.permissions ?? null, platform),
  };
}

/**
 * Who can read a place, by the mode of the file, links followed. Any right of others counts, also
 * entries of a POSIX access control list, whose mask is in the group's bits. Node does not show the
 * access control lists of Windows.
 */
export function protectionOf(
  kind: CredentialPlace['kind'],
  permissions: number | null,
  platform: NodeJS.Platform,
): StoragePlace['protection'] {
  if (kind === 'keyringItem') return 'keyring';
  if (kind === 'encryptedFile') return 'encrypted';
  if (platform === 'win32' || permissions === null) return 'unknown';
  const ofOthers = 0o077;
  return (permissions & ofOthers) === 0 ? 'userOnly' : 'readableByOthers';
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
 * Takes every right of others from a file, links followed; false where there is none. @throws
 * {StoreError}, also on Windows, whose access control lists Node cannot change.
 */
export async function makePrivate(file: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'win32') {
    throw new StoreError('unwritable', texts.protect.onWindows({ file }));
  }
  try {
    const target = await followLinks(file);
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
    throw new StoreError('unwritable', texts.protect.refused({ file }));
  }
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
