import { KeyringError, type Keyring, type KeyringItem } from './keyring.ts';

/**
 * A keyring that is not asked again once it was locked, until the person says
 * so: each question to a locked keyring shows a prompt, and a program that looks
 * at it on every focus would show one after the other.
 */
export class PromptSparingKeyring implements Keyring {
  readonly #keyring: Keyring;
  #refusal: KeyringError | null = null;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  /** The person asked for something that needs the keyring: it may prompt again. */
  allowPrompt(): void {
    this.#refusal = null;
  }

  get(item: KeyringItem): Promise<string | null> {
    return this.#ask(() => this.#keyring.get(item));
  }

  set(item: KeyringItem, value: string): Promise<void> {
    return this.#ask(() => this.#keyring.set(item, value));
  }

  delete(item: KeyringItem): Promise<boolean> {
    return this.#ask(() => this.#keyring.delete(item));
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#refusal !== null) throw this.#refusal;
    try {
      return await question();
    } catch (error) {
      if (error instanceof KeyringError && error.code === 'locked') this.#refusal = error;
      throw error;
    }
  }
}
