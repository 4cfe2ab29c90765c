export interface KeyringItem {
  readonly service: string;
  readonly account: string;
}

export type KeyringErrorCode =
  /** No bus, or nobody owns the name and nothing starts it. */
  | 'no-service'
  /** Also where nothing was found and a collection is locked. */
  | 'locked'
  | 'prompt-dismissed'
  | 'prompt-unanswered'
  /** Also where the service went away. It passes. */
  | 'timed-out'
  | 'refused'
  | 'several-items'
  /** Its value cannot be had, or is no text. */
  | 'unreadable-item'
  | 'no-default-collection'
  /** Larger than the keyring takes (Windows: 2560 bytes). */
  | 'too-large'
  | 'failed';

export interface KeyringAlternatives {
  readonly file: boolean;
  readonly encryptedFile: boolean;
}

/** What an item is known by, without its value. Texts of the service: neutral, one line. */
export interface FoundItem {
  /** For {@link Keyring.removeOne}; valid as long as the service runs. */
  readonly id: string;
  readonly label: string;
  /** Milliseconds since the epoch; null where the service does not say. */
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
}

export interface KeyringErrorDetails {
  /** Of `several-items`, the last changed one first. */
  readonly items?: readonly FoundItem[];
  readonly alternatives?: KeyringAlternatives;
}

/** The message is a short reason in one line: nothing of a value, no raw text of a service. */
export class KeyringError extends Error {
  readonly code: KeyringErrorCode;
  readonly items: readonly FoundItem[];
  readonly alternatives: KeyringAlternatives;

  constructor(code: KeyringErrorCode, message: string, details: KeyringErrorDetails = {}) {
    super(message);
    this.name = 'KeyringError';
    this.code = code;
    this.items = details.items ?? [];
    this.alternatives = details.alternatives ?? { file: false, encryptedFile: false };
  }
}

export interface KeyringAsking {
  /** Ends the question and takes its prompt back. */
  readonly signal?: AbortSignal;
  readonly mayPrompt?: boolean;
  readonly onPrompt?: () => void;
}

export interface KeyringState {
  /** A collection is locked, or nothing is known. */
  readonly mayHideItems: boolean;
  /** The service keeps what is replaced and deleted in a bin or a history (KeePassXC). */
  readonly keepsDeleted: boolean;
  /** Changes when what was refused may be answered now; equal marks say nothing. */
  readonly mark: string;
}

/**
 * The keyring of the operating system: Secret Service, macOS Keychain or Windows Credential
 * Manager. Asking it may show a prompt. Methods that take an item throw a {@link KeyringError}
 * where it does not answer; nothing is called missing while a locked collection may hide it.
 */
export interface Keyring {
  get(item: KeyringItem, asking?: KeyringAsking): Promise<string | null>;
  set(item: KeyringItem, value: string, asking?: KeyringAsking): Promise<void>;
  /** Resolves to whether there was one. */
  delete(item: KeyringItem, asking?: KeyringAsking): Promise<boolean>;
  /** All that match, the last changed one first. More than one is an accident. */
  list(item: KeyringItem, asking?: KeyringAsking): Promise<readonly FoundItem[]>;
  /** Removes one that {@link list} named; resolves to whether it was there. */
  removeOne(item: KeyringItem, id: string, asking?: KeyringAsking): Promise<boolean>;
  /**
   * Certain without asking: no session bus, or nobody owns the name. It never prompts or throws.
   */
  isSurelyAbsent(): Promise<boolean>;
  /** It never prompts or throws, and ends within seconds. */
  state(): Promise<KeyringState>;
}
