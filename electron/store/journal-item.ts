import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { Keyring, KeyringItem } from './keyring.ts';
import { unwritableKeyring } from './keyring-failure.ts';

/** A journal in an item of the keyring, beside the item of the credential. */
export class JournalItem implements RefreshJournal {
  readonly #keyring: Keyring;
  readonly #item: () => Promise<KeyringItem>;

  constructor(keyring: Keyring, item: () => Promise<KeyringItem>) {
    this.#keyring = keyring;
    this.#item = item;
  }

  read(): Promise<string | null> {
    return this.#ask(async () => this.#keyring.get(await this.#item()));
  }

  write(text: string): Promise<void> {
    return this.#ask(async () => this.#keyring.set(await this.#item(), text));
  }

  async clear(): Promise<void> {
    await this.#ask(async () => this.#keyring.delete(await this.#item()));
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }
}
