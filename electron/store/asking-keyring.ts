import type { Keyring, KeyringItem } from './keyring.ts';

/** A keyring in front of another one, which says how each question is put to it. */
export abstract class AskingKeyring implements Keyring {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  protected abstract ask<T>(question: () => Promise<T>): Promise<T>;

  get(item: KeyringItem): Promise<string | null> {
    return this.ask(() => this.#keyring.get(item));
  }

  set(item: KeyringItem, value: string): Promise<void> {
    return this.ask(() => this.#keyring.set(item, value));
  }

  delete(item: KeyringItem): Promise<boolean> {
    return this.ask(() => this.#keyring.delete(item));
  }

  isSurelyAbsent(): Promise<boolean> {
    return this.#keyring.isSurelyAbsent();
  }
}
