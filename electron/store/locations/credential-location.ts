import { parseAuthRecord, type AuthRecord } from '../../auth/auth-record.ts';
import {
  oversizeOf,
  type Meant,
  type StoredCredential,
  type StoredSource,
  type Unreadable,
} from '../../auth/credential-store.ts';
import type { RefreshJournal } from '../../auth/refresh-journal.ts';
import type { Lease } from '../account-locks.ts';

export type PlaceKind = 'file' | 'keyringItem' | 'encryptedFile';

export type LocationKind = PlaceKind | 'memory';

/** Bytes for the new tokens in the journal and in the file, a few kilobytes each. */
export const roomForRefresh = 32 * 1024;

export type SeenCredential = Exclude<StoredCredential, Unreadable>;

/** The credential in the text of a location; null where there is no text. */
export function credentialOfText(text: string | null, source: StoredSource): SeenCredential {
  if (text === null) return { kind: 'absent' };
  const oversize = oversizeOf(text);
  if (oversize !== null) return { kind: 'invalid', message: oversize };
  const parsed = parseAuthRecord(text);
  if (parsed.ok) return { kind: 'present', record: parsed.record, source };
  const { message, isOfUnknownKind = false } = parsed;
  return isOfUnknownKind
    ? { kind: 'invalid', message, isOfUnknownKind }
    : { kind: 'invalid', message };
}

export type PutOutcome =
  | { readonly kind: 'put' }
  /** It holds something else than expected, which stays. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

export type RemoveOutcome =
  | { readonly kind: 'absent' }
  | { readonly kind: 'removed'; readonly was: StoredCredential }
  /** It holds something else than what is meant, which stays. */
  | { readonly kind: 'changed'; readonly found: StoredCredential };

/** One location, which knows nothing of settings or of the others. */
export interface CredentialLocation {
  readonly kind: LocationKind;
  /** In words for people. */
  readonly location: string;
  /** Protected like this location; `remove` clears it too. */
  readonly journal: RefreshJournal;

  load(): Promise<StoredCredential>;

  /**
   * Does ahead what a `put` of this record does slowly: keys, prompts, encryption.
   * @throws {StoreError} with nothing changed.
   */
  prepare(record: AuthRecord, seen: StoredCredential): Promise<void>;

  /** Writes something else to the same place, which takes as long. @throws {StoreError} */
  tryPut(): Promise<void>;

  /**
   * Whether it still holds what was read, as quickly as that can be told: without decrypting and
   * without a prompt.
   */
  stillHolds(seen: StoredCredential): Promise<boolean>;

  /**
   * Replaces what was `seen`, durably, unless the lease is over by then (which is "changed" too).
   * @throws {StoreError} with the old content in place.
   */
  put(record: AuthRecord, seen: StoredCredential, lease?: Lease): Promise<PutOutcome>;

  /** See `CredentialStore.canUpdate`. @throws {StoreError} */
  canPut(): Promise<void>;

  /** As {@link canPut}, for `remove`. @throws {StoreError} */
  canRemove(): Promise<void>;

  /** @throws {StoreError} with nothing changed. */
  remove(meant: Meant): Promise<RemoveOutcome>;

  /** See `CredentialStore.keepCopy`. */
  keepCopy(): Promise<string | null>;
}

export interface CredentialPlace extends CredentialLocation {
  readonly kind: PlaceKind;

  /** The copies that `keepCopy` made, in words, the oldest first. @throws {StoreError} */
  keptCopies(): Promise<readonly string[]>;

  /** @throws {StoreError} */
  removeKeptCopy(copy: string): Promise<void>;
}
