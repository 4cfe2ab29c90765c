/** One item of the keyring of the operating system. */
export interface KeyringItem {
  readonly service: string;
  readonly account: string;
}

export type KeyringErrorCode =
  /** Locked, or the person dismissed the prompt to unlock it. */
  | 'locked'
  /** No keyring service runs here. */
  | 'unavailable'
  /** The value is larger than the keyring takes (Windows: 2560 bytes). */
  | 'too-large'
  | 'failed';

/** The keyring refused. Its message holds nothing of a value. */
export class KeyringError extends Error {
  readonly code: KeyringErrorCode;

  constructor(code: KeyringErrorCode, message: string) {
    super(message);
    this.name = 'KeyringError';
    this.code = code;
  }
}

/**
 * The keyring of the operating system: Secret Service, macOS Keychain or Windows
 * Credential Manager. Asking it may show the person a prompt.
 *
 * Every method throws a {@link KeyringError} where the keyring does not answer; a
 * missing item is null or false and no error.
 */
export interface Keyring {
  get(item: KeyringItem): Promise<string | null>;
  set(item: KeyringItem, value: string): Promise<void>;
  /** @returns whether there was an item. */
  delete(item: KeyringItem): Promise<boolean>;
}
