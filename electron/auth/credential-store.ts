import { isKeyringProblem, type KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import { serializeAuthRecord, type AuthRecord } from './auth-record.ts';
import type { RefreshJournal } from './refresh-journal.ts';

/** The setting `cli_auth_credentials_store` of Codex. */
export type StoreMode = 'file' | 'keyring' | 'auto' | 'ephemeral';

export type StoredSource = 'file' | 'keyring' | 'ephemeral';

/** Content that cannot be read is never "absent". */
export type StoredCredential =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly record: AuthRecord; readonly source: StoredSource }
  /** There is content, and it is not a record. */
  | {
      readonly kind: 'invalid';
      readonly message: string;
      /** A record, of a kind that no known version of Codex writes. */
      readonly isOfUnknownKind?: boolean;
    }
  | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
  readonly message: string;
}

export type UnreadableReason =
  | 'denied'
  /** Only `keyring-unavailable` can be an empty keyring. */
  | KeyringProblemCode
  | 'setting-unknown'
  /** It is in the memory of the program that signed in. */
  | 'other-program';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly source: StoredSource }
  /** The content is not the expected one; nothing was written. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type ExchangeOutcome =
  /** It was read back. */
  | { readonly kind: 'exchanged' }
  /** The content is not the expected one any more; nothing was written. */
  | { readonly kind: 'changed' }
  /** The place is too slow to be changed while others wait for its locks; nothing was written. */
  | { readonly kind: 'slow' }
  /** The locks were let go of while it was written: only what lies there now says what came of it. */
  | { readonly kind: 'uncertain' };

/** The content that was seen when a removal was decided; anything else stays. */
export type Meant = readonly StoredCredential[];

export type DeleteOutcome =
  | {
      readonly kind: 'deleted';
      readonly was: readonly StoredCredential[];
      readonly unreached: readonly string[];
      /** Whether one of them may still hold a credential: not where there is no keyring at all. */
      readonly mayRemain: boolean;
      readonly passedLocks?: readonly string[];
    }
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type StoreErrorCode = 'unreadable' | 'unwritable' | 'busy' | KeyringProblemCode;

export function appCodeOf(
  code: StoreErrorCode,
): 'store-unreadable' | 'store-unwritable' | 'busy' | KeyringProblemCode {
  if (code === 'unreadable') return 'store-unreadable';
  return code === 'unwritable' ? 'store-unwritable' : code;
}

/** The message names the place and what to do, never the content. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

export function refusalOf(unreadable: Unreadable, more: string | null = null): StoreError {
  const { reason, message } = unreadable;
  const text = more === null ? message : `${message} ${more}`;
  return new StoreError(isKeyringProblem(reason) ? reason : 'unreadable', text);
}

/** Excludes other processes. After waiting it throws `busy`, with the work not begun. */
export type RefreshGuard = <T>(work: () => Promise<T>, options?: GuardWait) => Promise<T>;

interface GuardWait {
  readonly waitMs?: number | undefined;
  /** Asked now and then while another process is at it; where not, the wait ends. */
  readonly isStillWanted?: () => Promise<boolean>;
}

/** In bytes of UTF-8; a record takes a few kilobytes. */
export const maxRecordBytes = 1024 * 1024;

/** For a record within another document, with the answer to a refresh. */
export const maxEnvelopeBytes = 8 * maxRecordBytes;

/** New tokens may be longer than the old ones. */
const roomForAnswerBytes = 64 * 1024;

/** The text of a record. Throws a `StoreError` where it would be too large to be read again. */
export function storableText(record: AuthRecord, form: 'pretty' | 'compact'): string {
  const text = serializeAuthRecord(record, form);
  if (bytesOf(text) <= maxRecordBytes) return text;
  throw new StoreError('unwritable', texts.tooLarge());
}

export function oversizeOf(text: string): string | null {
  return bytesOf(text) > maxRecordBytes ? texts.faults.tooLarge() : null;
}

export function hasRoomForAnswer(record: AuthRecord): boolean {
  return bytesOf(serializeAuthRecord(record, 'pretty')) <= maxRecordBytes - roomForAnswerBytes;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * The Codex CLI (0.171.0) waits 5 s for the lock of a save, and then loses its new tokens. With the
 * time that a timer is late, less than a second.
 */
export const exchangeLimitMs = 900;

export interface CredentialStore {
  readonly mode: StoreMode;
  /** For people: a path, or a keyring item. */
  readonly location: string;
  readonly journal: RefreshJournal;

  load(): Promise<StoredCredential>;

  /** Saves a new sign-in, atomically and durably. The old content survives a `StoreError`. */
  save(record: AuthRecord, expected: StoredCredential): Promise<SaveOutcome>;

  /**
   * Puts the record of another account in place of what is expected, within {@link exchangeLimitMs}
   * under the locks: whatever is slow is done before. Left-overs go where they are what was
   * expected. `onReplaced` runs after it, before the locks are let go of, so that whoever waits for
   * them is still there. Throws a `StoreError` where a place refused.
   */
  exchange(
    record: AuthRecord,
    expected: StoredCredential,
    onReplaced?: () => Promise<void>,
  ): Promise<ExchangeOutcome>;

  /**
   * Removes what an exchange that was cut off has left where it is not in use, but may be used when
   * the keyring goes. Throws a `StoreError`.
   */
  removeLeftOvers(isLeftOver: (record: AuthRecord) => boolean): Promise<void>;

  /** As {@link save}, for new tokens of a record, which stays where it is. */
  update(record: AuthRecord, expected: AuthRecord): Promise<SaveOutcome>;

  /** What the places hold that `delete` clears besides the one that `load` reads. */
  loadOthers(): Promise<readonly StoredCredential[]>;

  /** Possible sources of a new sign-in, the best first. Throws a `StoreError`. */
  newSignInGoesTo(): Promise<readonly StoredSource[]>;

  /** Throws a `StoreError` where an update would not last, as on a mount of the file alone. */
  canUpdate(): Promise<void>;

  canDelete(): Promise<void>;

  /** Removes what was seen from every place of this mode. A `StoreError` leaves all as it was. */
  delete(meant: Meant): Promise<DeleteOutcome>;

  /** Copies the content to a dated name beside it, and returns where. Throws a `StoreError`. */
  keepCopy(): Promise<string | null>;
}

/** What a refresh needs of the place of its tokens. */
export type RefreshStore = Pick<
  CredentialStore,
  'mode' | 'journal' | 'load' | 'update' | 'canUpdate'
>;
