import type { AuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential } from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';

export type PlaceKind = 'file' | 'keyringItem' | 'encryptedFile';

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

  /** @returns whether there was a credential. @throws {StoreError} */
  remove(): Promise<boolean>;

  /** See `CredentialStore.keepAside`. */
  keepAside(): Promise<string | null>;
}
