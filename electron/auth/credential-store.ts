import type { AuthRecord } from './auth-record.ts';

export type StoreMode = 'file' | 'keyring' | 'auto' | 'ephemeral';

/** What a store holds. Content that cannot be read is never "absent". */
export type StoredCredential =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly record: AuthRecord }
  /** There is content, and it is not a record. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** The operating system refuses to show the content. */
  | { readonly kind: 'unreadable'; readonly message: string };

export type SaveOutcome =
  | { readonly kind: 'saved' }
  /** The content is no longer the expected one; nothing was written. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type StoreErrorCode = 'unreadable' | 'unwritable';

/** The store refused. The message names the place and what to do, never the content. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

/**
 * One place that a credential can be kept in. Every implementation reads and
 * writes what the Codex CLI reads and writes in the same place.
 */
export interface CredentialStore {
  readonly mode: StoreMode;
  /** Where the credential is, in words for people (a path, a keyring item). */
  readonly location: string;

  load(): Promise<StoredCredential>;

  /**
   * Replaces the content durably and at once: a reader sees the old or the new
   * record, never a part of one.
   *
   * @param expected compared with the content right before it is replaced;
   * left out where any content may be replaced.
   * @throws {StoreError} `unwritable`; the old content is still there then.
   */
  save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome>;

  /**
   * Removes the credential.
   *
   * @returns whether there was one.
   * @throws {StoreError} `unwritable`.
   */
  delete(): Promise<boolean>;

  /**
   * Copies the present content to a dated name beside it, so that a new sign-in
   * can replace what cannot be read.
   *
   * @returns where the copy is, or null where there is no content.
   * @throws {StoreError} where the content cannot be kept.
   */
  keepAside(): Promise<string | null>;
}
