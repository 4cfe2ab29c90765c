import type { FoundItem, Keyring, KeyringAsking, KeyringItem, KeyringState } from './keyring.ts';

/** A keyring in front of another one, which says how each question is put to it. */
export abstract class AskingKeyring implements Keyring {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  protected abstract ask<T>(question: () => Promise<T>): Promise<T>;

  get(item: KeyringItem, asking?: KeyringAsking): Promise<string | null> {
    return this.ask(() => this.#keyring.get(item, asking));
  }

  set(item: KeyringItem, value: string, asking?: KeyringAsking): Promise<void> {
    return this.ask(() => this.#keyring.set(item, value, asking));
  }

  delete(item: KeyringItem, asking?: KeyringAsking): Promise<boolean> {
    return this.ask(() => this.#keyring.delete(item, asking));
  }

  list(item: KeyringItem, asking?: KeyringAsking): Promise<readonly FoundItem[]> {
    return this.ask(() => this.#keyring.list(item, asking));
  }

  removeOne(item: KeyringItem, id: string, asking?: KeyringAsking): Promise<boolean> {
    return this.ask(() => this.#keyring.removeOne(item, id, asking));
  }

  isSurelyAbsent(): Promise<boolean> {
    return this.#keyring.isSurelyAbsent();
  }

  state(): Promise<KeyringState> {
    return this.#keyring.state();
  }
}
