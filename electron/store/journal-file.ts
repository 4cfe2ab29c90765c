import { lstat, unlink } from 'node:fs/promises';

import { maxEnvelopeBytes, StoreError } from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { followLinks, replaceFile } from './atomic-file.ts';
import { isErrno } from '../system-errors/system-code.ts';

/**
 * A journal beside the file of a credential, with the same mode 0600. A linked
 * credential has it beside its target, where every folder that shares it looks.
 */
export class JournalFile implements RefreshJournal {
  readonly #credentialFile: string;
  readonly #seal: Seal;

  /**
   * @param credentialFile absolute.
   * @param seal how the text is protected where the mode of a file is not enough.
   */
  constructor(credentialFile: string, seal: Seal = unsealed) {
    this.#credentialFile = credentialFile;
    this.#seal = seal;
  }

  async read(): Promise<string | null> {
    let file;
    try {
      file = await this.#file();
    } catch {
      throw refusal('unreadable', 'read');
    }
    const found = await readRegularFile(file, maxEnvelopeBytes);
    if (found.kind === 'absent') return null;
    if (found.kind === 'bytes') return this.#seal.open(found.bytes.toString('utf8'));
    if (found.kind === 'refused') throw refusal('unreadable', 'read');
    throw new StoreError(
      'unreadable',
      `${file} cannot be read: ${found.reason}. Move it away, then try again.`,
    );
  }

  async write(text: string): Promise<void> {
    const content = await this.#seal.close(text);
    if (Buffer.byteLength(content) > maxEnvelopeBytes) throw refusal('unwritable', 'written');
    try {
      await replaceFile(await this.#file(), content, () => Promise.resolve(true));
    } catch {
      throw refusal('unwritable', 'written');
    }
  }

  async clear(): Promise<void> {
    try {
      const file = await this.#file();
      // A disk that takes nothing refuses to remove even what is not there.
      await lstat(file);
      await unlink(file);
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw refusal('unwritable', 'removed');
    }
  }

  async #file(): Promise<string> {
    return `${await followLinks(this.#credentialFile)}.refresh-journal`;
  }
}

/** How a text is protected in a file. @throws {StoreError} where its key cannot be reached. */
export interface Seal {
  close(text: string): Promise<string>;
  /** @returns null where the text cannot be opened with this key. */
  open(sealed: string): Promise<string | null>;
}

const unsealed: Seal = {
  close: (text) => Promise.resolve(text),
  open: (sealed) => Promise.resolve(sealed),
};

function refusal(code: 'unreadable' | 'unwritable', done: string): StoreError {
  return new StoreError(
    code,
    `The journal of the refresh cannot be ${done}. Check the permissions of its folder and the free space.`,
  );
}
