import type { AuthRecord } from '../../auth/auth-record.ts';
import type { StoredCredential, Meant } from '../../auth/credential-store.ts';
import type { RefreshJournal } from '../../auth/refresh-journal.ts';

/** The kinds of location that outlive a program. */
export type PlaceKind = 'file' | 'keyringItem' | 'encryptedFile';

export type LocationKind = PlaceKind | 'memory';

export type PutOutcome =
  | { readonly kind: 'put' }
  /** It holds something else than what was to be replaced, which stays. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type RemoveOutcome =
  | { readonly kind: 'absent' }
  /** With what was there. */
  | { readonly kind: 'removed'; readonly was: StoredCredential }
  /** It holds something else than what is meant, which stays. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

/**
 * One location that can hold a credential, by itself: it knows nothing of settings or of
 * the other locations, which are the matter of `storePlan`.
 */
export interface CredentialLocation {
  readonly kind: LocationKind;
  /** Where it is, in words for people. */
  readonly location: string;
  /** With the protection of this location; `remove` clears it too. */
  readonly journal: RefreshJournal;

  load(): Promise<StoredCredential>;

  /**
   * Puts a record in, durably, in place of what was seen here.
   *
   * @param seen compared with the content right before it is replaced.
   * @throws {StoreError} the old content is still there then.
   */
  put(record: AuthRecord, seen: StoredCredential): Promise<PutOutcome>;

  /** See `CredentialStore.canUpdate`. @throws {StoreError} */
  canPut(): Promise<void>;

  /** As {@link canPut}, for `remove`. @throws {StoreError} */
  canRemove(): Promise<void>;

  /** Removes the credential that is meant. @throws {StoreError} all is as it was then. */
  remove(meant: Meant): Promise<RemoveOutcome>;

  /** See `CredentialStore.keepAside`. */
  keepAside(): Promise<string | null>;
}

/** A location that outlives the program, and that a person can look at. */
export interface CredentialPlace extends CredentialLocation {
  readonly kind: PlaceKind;

  /** Where the copies are that `keepAside` made, in words, the oldest first. @throws {StoreError} */
  keptCopies(): Promise<readonly string[]>;

  /** Removes one of them. @throws {StoreError} */
  removeKeptCopy(copy: string): Promise<void>;
}
