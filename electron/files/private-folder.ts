import path from 'node:path';

import { fileTexts } from '../../shared/texts/files.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { maxEnvelopeBytes, StoreError } from '../auth/credential-store.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { replaceFile } from './atomic-file.ts';
import { syncToDisk, unlinkIfThere } from './file-steps.ts';
import { lstat, readdir, realpath } from './look.ts';
import { readRegularFile } from './regular-file.ts';
import { keepUnderSecondName } from './second-name.ts';
import { otherAccessTo } from './windows-security.ts';

type PrivateContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  /** A sentence. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** A folder of files that only the person may read. Changes are durable when they resolve. */
export interface PrivateFolder {
  /** For people. */
  readonly location: string;
  /** Names of its files; none where it is missing. @throws {StoreError} */
  names(): Promise<readonly string[]>;
  read(name: string): Promise<PrivateContent>;
  /** Makes the file, or replaces it as a whole. @throws {StoreError} with the old one in place. */
  replace(name: string, content: string | Uint8Array): Promise<void>;
  /** @throws {StoreError} */
  remove(name: string): Promise<void>;
  /** The folder, or one of its files, that other users may read or change; null for none. */
  exposed(): Promise<string | null>;
  /** Gives a file a second name too, under which it stays. @throws {StoreError} */
  keep(name: string, secondName: string): Promise<void>;
}

/**
 * On disk: the folder has mode 0700, its files 0600. Links in it are not followed. Without a folder
 * there are no files, and none can be made.
 */
export function privateFolder(folder: string | null): PrivateFolder {
  return folder === null ? noFolder : folderAt(folder);
}

const noFolder: PrivateFolder = {
  location: 'nowhere',
  names: () => Promise.resolve([]),
  read: () => Promise.resolve({ kind: 'absent' }),
  replace: () => Promise.reject(homeless()),
  remove: () => Promise.resolve(),
  exposed: () => Promise.resolve(null),
  keep: () => Promise.reject(homeless()),
};

export function homeless(): StoreError {
  return new StoreError('unwritable', storeTexts.accounts.noFolder());
}

/** That a folder cannot be used; an error that is one already stays as it is. */
export function folderRefusal(
  folder: string,
  what: keyof typeof fileTexts.folder,
  error: unknown,
): StoreError {
  if (error instanceof StoreError) return error;
  const message = fileTexts.folder[what]({ folder, reason: fileReason(error) });
  return new StoreError(what === 'notReadable' ? 'unreadable' : 'unwritable', message);
}

function folderAt(folder: string): PrivateFolder {
  const at = (name: string): string => path.join(folder, name);
  return {
    location: folder,
    async names() {
      try {
        return (await readdir(folder)).sort();
      } catch (error) {
        if (isErrno(error, 'ENOENT')) return [];
        throw folderRefusal(folder, 'notReadable', error);
      }
    },
    async read(name) {
      const facts = await lstat(at(name)).catch(() => null);
      const unreadable = (reason: string) => {
        const message = fileTexts.notReadable({ place: at(name), reason });
        return { kind: 'unreadable', message } as const;
      };
      if (facts?.isSymbolicLink()) return unreadable(fileTexts.faults.link());
      const found = await readRegularFile(at(name), maxEnvelopeBytes);
      if (found.kind === 'bytes' || found.kind === 'absent') return found;
      return unreadable(found.reason);
    },
    async replace(name, content) {
      if (Buffer.byteLength(content) > maxEnvelopeBytes) {
        throw new StoreError('unwritable', fileTexts.tooLargeToRead({ file: at(name) }));
      }
      try {
        const isNew = await isMissing(folder);
        await replaceFile(at(name), content, () => Promise.resolve(true));
        if (isNew) await syncToDisk(await realpath(path.dirname(folder)));
      } catch (error) {
        throw folderRefusal(folder, 'notWritable', error);
      }
    },
    async remove(name) {
      try {
        await unlinkIfThere(at(name));
      } catch (error) {
        throw folderRefusal(folder, 'notChangeable', error);
      }
    },
    async exposed() {
      const names = await this.names();
      // On Windows, the rights of a folder do not keep anybody from a file in it.
      const folders = process.platform === 'win32' ? [] : [folder];
      for (const file of [...folders, ...names.map(at)]) {
        if (await isExposed(file)) return file;
      }
      return null;
    },
    async keep(name, secondName) {
      try {
        await keepUnderSecondName(at(name), at(secondName));
      } catch (error) {
        throw folderRefusal(folder, 'notWritable', error);
      }
    },
  };
}

async function isExposed(file: string): Promise<boolean> {
  if (process.platform === 'win32') {
    const others = await otherAccessTo(file);
    return others !== null && others !== 'nobody';
  }
  const facts = await lstat(file).catch(() => null);
  return facts !== null && (facts.mode & 0o077) !== 0;
}

function isMissing(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => false,
    () => true,
  );
}
