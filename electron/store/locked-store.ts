import type { AuthRecord } from '../auth/auth-record.ts';
import {
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type SaveOutcome,
  type StoredCredential,
  type StoreMode,
} from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { Log } from '../ports.ts';
import { withCommitLocks } from './commit-locks.ts';
import { LockError, type LockFile } from './file-lock.ts';

/**
 * A store that is changed by one program at a time: it saves and deletes under the
 * locks of the Codex CLI. Reading needs none, since records are replaced whole. A
 * record in memory is nobody else's, and gets neither locks nor a folder for them.
 */
export class LockedStore implements CredentialStore {
  readonly #store: CredentialStore;
  readonly #lockFile: LockFile;
  readonly #codexHome: string;
  readonly #log: Log;

  /** @param codexHome folder of Codex, absolute. */
  constructor(store: CredentialStore, lockFile: LockFile, codexHome: string, log: Log) {
    this.#store = store;
    this.#lockFile = lockFile;
    this.#codexHome = codexHome;
    this.#log = log;
  }

  get mode(): StoreMode {
    return this.#store.mode;
  }

  get location(): string {
    return this.#store.location;
  }

  get journal(): RefreshJournal {
    return this.#store.journal;
  }

  load(): Promise<StoredCredential> {
    return this.#store.load();
  }

  /** @throws {StoreError} `busy` where another program keeps its lock. */
  save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    return this.#locked(() => this.#store.save(record, expected), true);
  }

  /** @throws {StoreError} `busy` where another program keeps its lock. */
  delete(): Promise<DeleteOutcome> {
    return this.#locked(() => this.#store.delete(), false);
  }

  keepAside(): Promise<string | null> {
    return this.#store.keepAside();
  }

  async #locked<T>(work: () => Promise<T>, makeFolder: boolean): Promise<T> {
    if (this.mode === 'ephemeral') return work();
    try {
      return await withCommitLocks(this.#lockFile, this.#codexHome, work, {
        makeFolder,
        onUnlocked: ({ code, message }) => this.#log.warn('store-not-locked', { code, message }),
      });
    } catch (error) {
      if (error instanceof LockError) throw new StoreError('busy', error.message);
      throw error;
    }
  }
}
