import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { Keyring, KeyringItem } from './keyring.ts';
import { unwritableKeyring } from './keyring-failure.ts';

/**
 * A journal in an item of the keyring, beside the item of the credential. It is one item that
 * is overwritten and emptied: KeePassXC puts what is deleted into its bin, tokens included.
 */
export class JournalItem implements RefreshJournal {
  readonly #keyring: Keyring;
  readonly #item: () => Promise<KeyringItem>;

  constructor(keyring: Keyring, item: () => Promise<KeyringItem>) {
    this.#keyring = keyring;
    this.#item = item;
  }

  read(): Promise<string | null> {
    return this.#ask(async () => (await this.#keyring.get(await this.#item())) || null);
  }

  write(text: string): Promise<void> {
    return this.#ask(async () => this.#keyring.set(await this.#item(), text));
  }

  /** Empties the item, and leaves it there for the next refresh. */
  clear(): Promise<void> {
    return this.#ask(async () => {
      const item = await this.#item();
      if (await this.#keyring.get(item)) await this.#keyring.set(item, '');
    });
  }

  /** Removes the item, where nobody is signed in any more. */
  async remove(): Promise<void> {
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
