import type { AuthRecord } from '../auth/auth-record.ts';
import {
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type SaveOutcome,
  type StoredCredential,
  type Meant,
} from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { Log } from '../ports.ts';

/**
 * The keyring where it works, else auth.json.
 *
 * Source: codex-rs/login/src/auth/storage.rs `AutoAuthStorage`, with two
 * differences: a locked keyring with nothing in the file is told as locked
 * instead of "signed out", and signing out reaches the file also where the
 * keyring does not answer (there it fails and leaves the file).
 */
export class AutoStore implements CredentialStore {
  readonly mode = 'auto';
  readonly #keyring: CredentialStore;
  readonly #file: CredentialStore;
  readonly #log: Log;
  #used: CredentialStore;

  constructor(keyring: CredentialStore, file: CredentialStore, log: Log) {
    this.#keyring = keyring;
    this.#file = file;
    this.#log = log;
    this.#used = keyring;
  }

  /** The place that was used last. */
  get location(): string {
    return this.#used.location;
  }

  get journal(): RefreshJournal {
    return this.#used.journal;
  }

  async load(): Promise<StoredCredential> {
    const inKeyring = await this.#keyring.load();
    if (inKeyring.kind === 'present' || inKeyring.kind === 'invalid') {
      this.#used = this.#keyring;
      return inKeyring;
    }
    const inFile = await this.#file.load();
    if (inFile.kind === 'absent') {
      this.#used = this.#keyring;
      // Without a keyring there is nothing in it; all else may hide a credential.
      const hidden = inKeyring.kind === 'unreadable' && inKeyring.reason !== 'keyring-unavailable';
      return hidden ? inKeyring : { kind: 'absent' };
    }
    if (inKeyring.kind === 'unreadable')
      this.#log.warn('keyring-not-used', { reason: inKeyring.reason });
    this.#used = this.#file;
    return inFile;
  }

  async save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    if (expected !== undefined) return this.#replace(record, expected);
    try {
      const outcome = await this.#keyring.save(record);
      this.#used = this.#keyring;
      return outcome;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log.warn('keyring-not-used', { reason: error.code });
      this.#used = this.#file;
      return this.#file.save(record);
    }
  }

  async loadOthers(): Promise<readonly StoredCredential[]> {
    return [await this.#keyring.load(), ...(await this.#keyring.loadOthers())];
  }

  /** The place that was used last is the one that a refresh is saved in. */
  canSave(): Promise<void> {
    return this.#used.canSave();
  }

  canDelete(): Promise<void> {
    return this.#used.canDelete();
  }

  async delete(meant: Meant): Promise<DeleteOutcome> {
    try {
      return await this.#keyring.delete(meant);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const outcome = await this.#file.delete(meant);
      if (outcome.kind === 'changed') return outcome;
      const unreached = [`${this.#keyring.location}: ${error.message}`];
      return { ...outcome, unreached: [...unreached, ...outcome.unreached] };
    }
  }

  keepAside(): Promise<string | null> {
    return this.#used.keepAside();
  }

  /** A record is replaced where it was found, so that a refresh never leaves two. */
  async #replace(record: AuthRecord, expected: AuthRecord): Promise<SaveOutcome> {
    const found = await this.load();
    if (found.kind !== 'present') return { kind: 'changed', found };
    return this.#used.save(record, expected);
  }
}
