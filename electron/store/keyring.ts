/** One item of the keyring of the operating system. */
export interface KeyringItem {
  readonly service: string;
  readonly account: string;
}

/** Why a keyring did not do what it was asked for, by what happened. */
export type KeyringErrorCode =
  /** No keyring service runs here: no bus, or nobody owns the name and nothing starts it. */
  | 'no-service'
  /** Locked, and no prompt was wanted; also where nothing was found and a collection is locked. */
  | 'locked'
  /** The person closed the prompt, or said no to it. */
  | 'prompt-dismissed'
  /** The prompt stood until the limit. It was taken back. */
  | 'prompt-unanswered'
  /** No answer within the limit, or the service went away in the middle. That passes. */
  | 'timed-out'
  /** The service gives no session or no access. */
  | 'refused'
  /** Several items match: see {@link KeyringError.items}. */
  | 'several-items'
  /** There is an item, and its value cannot be had or is no text. */
  | 'unreadable-item'
  /** There is no default collection to write into. */
  | 'no-default-collection'
  /** The value is larger than the keyring takes (Windows: 2560 bytes). */
  | 'too-large'
  | 'failed';

/** Where a person may keep the credential instead of in an item of the keyring. */
export interface KeyringAlternatives {
  readonly file: boolean;
  readonly encryptedFile: boolean;
}

/** What an item is known by, and nothing of its value. Texts are of the service: neutral, one line. */
export interface FoundItem {
  /** For {@link Keyring.removeOne}; means something as long as the service runs. */
  readonly id: string;
  readonly label: string;
  /** Milliseconds since the epoch; null where the service does not say. */
  readonly createdAt: number | null;
  /** Milliseconds since the epoch; null where the service does not say. */
  readonly modifiedAt: number | null;
}

/** What a {@link KeyringError} tells besides its code. */
export interface KeyringErrorDetails {
  /** Those that match, of `several-items`; the last changed one first. */
  readonly items?: readonly FoundItem[];
  /** None where nobody has said that there are some. */
  readonly alternatives?: KeyringAlternatives;
}

/**
 * The keyring refused. Its message holds nothing of a value, and is a short reason for
 * people: one line, no raw text of a service; empty where the code says it all.
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

/** How a question may be put. */
export interface KeyringAsking {
  /** Ends the question; a prompt that stands is taken back. */
  readonly signal?: AbortSignal;
  /** Whether the person may be asked to unlock it; true where it is left out. */
  readonly mayPrompt?: boolean;
  /** Told when a prompt is shown. */
  readonly onPrompt?: () => void;
}

/** What can be told of a keyring without a prompt and without a value. */
export interface KeyringState {
  /** Whether what is not found may be hidden: a collection is locked, or nothing can be told. */
  readonly mayHideItems: boolean;
  /** Whether the service keeps what is replaced and deleted, in a bin or a history (KeePassXC). */
  readonly keepsDeleted: boolean;
  /**
   * Stands for who answers and what is locked. Another text than before means that what was
   * refused may be answered now; equal texts say nothing.
   */
  readonly mark: string;
}

/**
 * The keyring of the operating system: Secret Service, macOS Keychain or Windows
 * Credential Manager. Asking it may show the person a prompt.
 *
 * Every method that takes an item throws a {@link KeyringError} where the keyring does not
 * answer; a missing item is null or false and no error. Nothing is called missing while a
 * locked collection may hide it.
 */
export interface Keyring {
  get(item: KeyringItem, asking?: KeyringAsking): Promise<string | null>;
  set(item: KeyringItem, value: string, asking?: KeyringAsking): Promise<void>;
  /** @returns whether there was an item. */
  delete(item: KeyringItem, asking?: KeyringAsking): Promise<boolean>;
  /** All items that match, the last changed one first. More than one is an accident. */
  list(item: KeyringItem, asking?: KeyringAsking): Promise<readonly FoundItem[]>;
  /** Removes one of those that {@link list} named. @returns whether it was there. */
  removeOne(item: KeyringItem, id: string, asking?: KeyringAsking): Promise<boolean>;
  /**
   * Whether it is certain without asking it that there is none: no session bus, or one where
   * nobody owns the name and nothing would be started for it. It never prompts or throws.
   */
  isSurelyAbsent(): Promise<boolean>;
  /** It never prompts or throws, and ends within seconds. */
  state(): Promise<KeyringState>;
}
