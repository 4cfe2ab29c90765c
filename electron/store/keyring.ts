/** One item of the keyring of the operating system. */
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
  /** It was taken back at the time limit. */
  | 'prompt-unanswered'
  /** Also where the service went away in the middle. It passes. */
  | 'timed-out'
  /** No session, or no access. */
  | 'refused'
  /** See {@link KeyringError.items}. */
  | 'several-items'
  /** Its value cannot be had or is no text. */
  | 'unreadable-item'
  /** There is nothing to write into. */
  | 'no-default-collection'
  /** Larger than the keyring takes (Windows: 2560 bytes). */
  | 'too-large'
  | 'failed';

/** Where a person may keep the credential instead of in an item of the keyring. */
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

/**
 * The keyring refused. The message is a short reason in one line, without raw text of a service or
 * anything of a value; empty where the code says it all.
 */
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
  /** Ends the question and takes back a prompt that is open. */
  readonly signal?: AbortSignal;
  /** True where it is left out. */
  readonly mayPrompt?: boolean;
  readonly onPrompt?: () => void;
}

/** What is known of a keyring without a prompt. */
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
  /** Resolves to whether there was an item. */
  delete(item: KeyringItem, asking?: KeyringAsking): Promise<boolean>;
  /** All that match, the last changed one first. More than one is an accident. */
  list(item: KeyringItem, asking?: KeyringAsking): Promise<readonly FoundItem[]>;
  /** Removes one that {@link list} named; resolves to whether it was there. */
  removeOne(item: KeyringItem, id: string, asking?: KeyringAsking): Promise<boolean>;
  /**
   * Whether it is certain, without asking, that there is none: no session bus, or nobody owns the
   * name and nothing would start. It never prompts or throws.
   */
  isSurelyAbsent(): Promise<boolean>;
  /** It never prompts or throws, and ends within seconds. */
  state(): Promise<KeyringState>;
}
