import type { AuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential, Meant } from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';

export type PlaceKind = 'file' | 'keyringItem' | 'encryptedFile';

export type RemoveOutcome =
  | { readonly kind: 'absent' }
  /** With what was there. */
  | { readonly kind: 'removed'; readonly was: StoredCredential }
  /** It holds something else than what is meant, which stays. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

/**
 * One place that can hold a credential, by itself: unlike a store it knows
 * nothing of settings or of the other places.
 */
export interface CredentialPlace {
  readonly kind: PlaceKind;
  /** Where it is, in words for people. */
  readonly location: string;
  /** With the protection of this place; `remove` clears it too. */
  readonly journal: RefreshJournal;

  load(): Promise<StoredCredential>;

  /** Puts a record in, durably. @throws {StoreError} the old content is still there then. */
  put(record: AuthRecord): Promise<void>;

  /** See `CredentialStore.canSave`. @throws {StoreError} */
  canPut(): Promise<void>;

  /** As {@link canPut}, for `remove`. @throws {StoreError} */
  canRemove(): Promise<void>;

  /** Removes the credential that is meant. @throws {StoreError} all is as it was then. */
  remove(meant: Meant): Promise<RemoveOutcome>;

  /** See `CredentialStore.keepAside`. */
  keepAside(): Promise<string | null>;

  /** Where the copies are that `keepAside` made, in words, the oldest first. @throws {StoreError} */
  keptCopies(): Promise<readonly string[]>;

  /** Removes one of them. @throws {StoreError} */
  removeKeptCopy(copy: string): Promise<void>;
}
