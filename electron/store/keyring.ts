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

/** Where a person may keep the credential instead of in an item of the keyring. */
export interface KeyringAlternatives {
  readonly file: boolean;
  readonly encryptedFile: boolean;
}

/** The keyring refused. Its message holds nothing of a value. */
export class KeyringError extends Error {
  readonly code: KeyringErrorCode;
  /** None where nobody has said that there are some. */
  readonly alternatives: KeyringAlternatives;

  constructor(
    code: KeyringErrorCode,
    message: string,
    alternatives: KeyringAlternatives = { file: false, encryptedFile: false },
  ) {
    super(message);
    this.name = 'KeyringError';
    this.code = code;
    this.alternatives = alternatives;
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
  /** Whether it is certain without asking it that there is none. It never prompts or throws. */
  isSurelyAbsent(): Promise<boolean>;
}
