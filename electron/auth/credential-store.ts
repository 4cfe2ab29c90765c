import { isKeyringProblem, type KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { serializeAuthRecord, type AuthRecord } from './auth-record.ts';
import type { RefreshJournal } from './refresh-journal.ts';

/** The setting `cli_auth_credentials_store` of Codex. */
export type StoreMode = 'file' | 'keyring' | 'auto' | 'ephemeral';

/** Where a credential was found. */
export type StoredSource = 'file' | 'keyring' | 'ephemeral';

/** What a store holds. Content that cannot be read is never "absent". */
export type StoredCredential =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly record: AuthRecord; readonly source: StoredSource }
  /** There is content, and it is not a record. */
  | { readonly kind: 'invalid'; readonly message: string }
  | Unreadable;

/** The content cannot be seen. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
  readonly message: string;
}

export type UnreadableReason =
  /** The operating system refuses to show it. */
  | 'denied'
  /** The keyring does not show it. Only `keyring-unavailable` can mean that there is nothing. */
  | KeyringProblemCode
  /** The setting that chooses the store cannot be understood. */
  | 'setting-unknown'
  /** It is in the memory of the program that signed in. */
  | 'other-program';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly source: StoredSource }
  /** The content is no longer the expected one; nothing was written. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

/**
 * What a removal means: what was seen when it was decided. Whatever has come into its
 * place by the time of the removal is not meant, and stays.
 */
export type Meant = readonly StoredCredential[];

export type DeleteOutcome =
  | {
      readonly kind: 'deleted';
      /** What was removed, as it was at that moment; nothing where there was nothing. */
      readonly was: readonly StoredCredential[];
      /** Places that could not be reached, and why, in words. */
      readonly unreached: readonly string[];
      /** Whether one of them may still hold a credential: not where there is no keyring at all. */
      readonly mayRemain: boolean;
      /** Locks of others that were not waited for any longer, with their holders, in words. */
      readonly passedLocks?: readonly string[];
    }
  /** Something else is stored than what is meant; nothing was removed. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type StoreErrorCode =
  | 'unreadable'
  | 'unwritable'
  /** Another program is changing the credential, and did not finish in time. */
  | 'busy'
  | KeyringProblemCode;

/** The same as a code of the commands. */
export function appCodeOf(
  code: StoreErrorCode,
): 'store-unreadable' | 'store-unwritable' | 'busy' | KeyringProblemCode {
  if (code === 'unreadable') return 'store-unreadable';
  return code === 'unwritable' ? 'store-unwritable' : code;
}

/** The store refused. The message names the place and what to do, never the content. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** The refusal to work with content that cannot be seen. @param more added to what is told. */
export function refusalOf(unreadable: Unreadable, more = ''): StoreError {
  const { reason, message } = unreadable;
  return new StoreError(isKeyringProblem(reason) ? reason : 'unreadable', message + more);
}

/** What a record may take up, in bytes of UTF-8, wherever it is: it is a few kilobytes. */
export const maxRecordBytes = 1024 * 1024;

/** The same for a record within another document, with the answer to a refresh. */
export const maxEnvelopeBytes = 8 * maxRecordBytes;

/** Room that must be left before a refresh: the new tokens may be longer than the old ones. */
const roomForAnswerBytes = 64 * 1024;

/**
 * The text of a record that is to be stored, as {@link serializeAuthRecord} makes it.
 *
 * @throws {StoreError} `unwritable` where no store could read it again.
 */
export function storableText(record: AuthRecord, form: 'pretty' | 'compact'): string {
  const text = serializeAuthRecord(record, form);
  if (bytesOf(text) <= maxRecordBytes) return text;
  throw new StoreError(
    'unwritable',
    'The sign-in is larger than 1 MiB, which could not be read again. Remove what other programs have added to it.',
  );
}

/** Why what is read cannot be a record by its size alone; null where it can. */
export function oversizeOf(text: string): string | null {
  return bytesOf(text) > maxRecordBytes ? 'it is larger than 1 MiB' : null;
}

/** Whether a record leaves the room that new tokens may take. */
export function hasRoomForAnswer(record: AuthRecord): boolean {
  return bytesOf(serializeAuthRecord(record, 'pretty')) <= maxRecordBytes - roomForAnswerBytes;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * One place, or one choice of places, that a credential can be kept in. Every
 * implementation reads and writes what the Codex CLI reads and writes there.
 */
export interface CredentialStore {
  readonly mode: StoreMode;
  /** Where the credential is, in words for people (a path, a keyring item). */
  readonly location: string;
  /** For refreshed tokens on their way into this store; removed with the credential. */
  readonly journal: RefreshJournal;

  load(): Promise<StoredCredential>;

  /**
   * Saves a new sign-in in place of whatever was seen, durably and at once: a reader sees
   * the old or the new record, never a part of one. It goes where the mode wants new ones.
   *
   * @param expected what was seen, also where that was nothing; compared with the content
   * right before it is replaced.
   * @throws {StoreError} the old content is still there then.
   */
  save(record: AuthRecord, expected: StoredCredential): Promise<SaveOutcome>;

  /** As {@link save}, for a record with new tokens: it stays where it is. @throws {StoreError} */
  update(record: AuthRecord, expected: AuthRecord): Promise<SaveOutcome>;

  /** What the places hold that `delete` clears besides the one that `load` reads. */
  loadOthers(): Promise<readonly StoredCredential[]>;

  /**
   * The sources that a new sign-in could have, the best first.
   *
   * @throws {StoreError} where a keyring that does not answer stands in its way.
   */
  newSignInGoesTo(): Promise<readonly StoredSource[]>;

  /**
   * Asks, before anything is spent or promised, whether an update would last and stay where
   * the content is now. Nothing is changed.
   *
   * @throws {StoreError} `unwritable` with the cause, such as a mount of the file alone.
   */
  canUpdate(): Promise<void>;

  /** As {@link canUpdate}, for `delete`. @throws {StoreError} */
  canDelete(): Promise<void>;

  /**
   * Removes the credential from every place that this mode may have put it in, where it
   * is the one that is meant: each place is compared right before it is cleared.
   *
   * @throws {StoreError} where nothing could be removed although something is there; all
   * is as it was then.
   */
  delete(meant: Meant): Promise<DeleteOutcome>;

  /**
   * Copies the present content to a dated name beside it, so that a new sign-in
   * can replace what cannot be read.
   *
   * @returns where the copy is, or null where there is no content.
   * @throws {StoreError} where the content cannot be kept.
   */
  keepAside(): Promise<string | null>;
}
