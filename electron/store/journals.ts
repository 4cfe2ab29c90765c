import { unlink } from 'node:fs/promises';

import { storeTexts } from '../../shared/texts/stores.ts';
import { maxEnvelopeBytes, StoreError } from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { keepUnderSecondName } from '../files/second-name.ts';
import type { Now } from '../ports.ts';
import { followLinks, replaceFile } from '../files/atomic-file.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { lstat } from '../files/look.ts';
import { keptCopyName } from './kept-copies.ts';
import type { Keyring, KeyringItem } from './keyring.ts';
import { askKeyring } from './keyring-failure.ts';

/** A journal (mode 0600) beside the file of a credential, or beside the target of a link. */
export class JournalFile implements RefreshJournal {
  readonly #credentialFile: string;
  readonly #now: Now;
  readonly #seal: Seal;

  constructor(credentialFile: string, now: Now, seal: Seal = unsealed) {
    this.#credentialFile = credentialFile;
    this.#now = now;
    this.#seal = seal;
  }

  async read(): Promise<string | null> {
    const sealed = await this.#readSealed();
    if (sealed === null) return null;
    const text = await this.#seal.open(sealed);
    if (text !== null) return text;
    throw new StoreError('unreadable', storeTexts.journal.notOpened());
  }

  async write(text: string): Promise<void> {
    const content = await this.#seal.close(text);
    if (Buffer.byteLength(content) > maxEnvelopeBytes) throw refusal('written');
    await this.#keepUnopened();
    try {
      await replaceFile(await this.#file(), content, () => Promise.resolve(true));
    } catch {
      throw refusal('written');
    }
  }

  async clear(): Promise<void> {
    try {
      const file = await this.#file();
      // A read-only disk refuses to remove even what is not there.
      await lstat(file);
      await this.#keepUnopened();
      await unlink(file);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw refusal('removed');
    }
  }

  /** Its key may come back, and with it the only tokens of a sign-in. */
  async #keepUnopened(): Promise<void> {
    if (this.#seal === unsealed) return;
    const sealed = await this.#readSealed();
    if (sealed === null || (await this.#seal.open(sealed)) !== null) return;
    try {
      const target = await followLinks(this.#credentialFile);
      await keepUnderSecondName(await this.#file(), keptCopyName(target, this.#now()));
    } catch {
      throw refusal('kept');
    }
  }

  async #readSealed(): Promise<string | null> {
    let file;
    try {
      file = await this.#file();
    } catch {
      throw refusal('read');
    }
    const found = await readRegularFile(file, maxEnvelopeBytes);
    if (found.kind === 'absent') return null;
    if (found.kind === 'bytes') return found.bytes.toString('utf8');
    if (found.kind === 'failed') throw refusal('read');
    const { notReadable, steps } = storeTexts.journal;
    const fact = notReadable({ file, reason: found.reason });
    throw new StoreError('unreadable', `${fact} ${steps.moveAway()}`);
  }

  async #file(): Promise<string> {
    return `${await followLinks(this.#credentialFile)}.refresh-journal`;
  }
}

/** How a text is protected in a file. @throws {StoreError} where its key cannot be reached. */
export interface Seal {
  close(text: string): Promise<string>;
  /** Null where this key does not open the text. */
  open(sealed: string): Promise<string | null>;
}

const unsealed: Seal = {
  close: (text) => Promise.resolve(text),
  open: (sealed) => Promise.resolve(sealed),
};

function refusal(what: keyof typeof storeTexts.journal.refused): StoreError {
  const { refused, steps } = storeTexts.journal;
  const message = `${refused[what]()} ${steps.checkFolder()}`;
  return new StoreError(what === 'read' ? 'unreadable' : 'unwritable', message);
}

/** An item that is overwritten and emptied: KeePassXC keeps what is deleted in its bin. */
export class JournalItem implements RefreshJournal {
  readonly #keyring: Keyring;
  readonly #item: () => Promise<KeyringItem>;

  constructor(keyring: Keyring, item: () => Promise<KeyringItem>) {
    this.#keyring = keyring;
    this.#item = item;
  }

  read(): Promise<string | null> {
    return askKeyring(async () => (await this.#keyring.get(await this.#item())) || null);
  }

  write(text: string): Promise<void> {
    return askKeyring(async () => this.#keyring.set(await this.#item(), text));
  }

  clear(): Promise<void> {
    return askKeyring(async () => {
      const item = await this.#item();
      if (await this.#keyring.get(item)) await this.#keyring.set(item, '');
    });
  }

  async remove(): Promise<void> {
    await askKeyring(async () => this.#keyring.delete(await this.#item()));
  }
}
