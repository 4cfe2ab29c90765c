import type { AuthRecord } from '../auth/auth-record.ts';
import type {
  CredentialStore,
  DeleteOutcome,
  SaveOutcome,
  StoredCredential,
  StoreMode,
  Meant,
} from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { CommitGuard, CommitOptions } from './commit-guard.ts';

/**
 * A store that is changed by one program at a time: it saves and deletes under the
 * locks of the Codex CLI. Reading needs none, since records are replaced whole. A
 * record in memory is nobody else's, and gets neither locks nor a folder for them.
 */
export class LockedStore implements CredentialStore {
  readonly #store: CredentialStore;
  readonly #guard: CommitGuard;

  constructor(store: CredentialStore, guard: CommitGuard) {
    this.#store = store;
    this.#guard = guard;
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
    return this.#locked(() => this.#store.save(record, expected), { makeFolder: true });
  }

  loadOthers(): Promise<readonly StoredCredential[]> {
    return this.#store.loadOthers();
  }

  canSave(): Promise<void> {
    return this.#store.canSave();
  }

  canDelete(): Promise<void> {
    return this.#store.canDelete();
  }

  /**
   * Another user's program, or one of whom nothing is known, cannot hold it up for longer
   * than the wait for its lock.
   *
   * @throws {StoreError} `busy` where another program of this person keeps its lock.
   */
  async delete(meant: Meant): Promise<DeleteOutcome> {
    const passedLocks: string[] = [];
    const outcome = await this.#locked(() => this.#store.delete(meant), {
      makeFolder: false,
      passesOthers: true,
      onPassed: (message) => void passedLocks.push(message),
    });
    const isPlain = outcome.kind !== 'deleted' || passedLocks.length === 0;
    return isPlain ? outcome : { ...outcome, passedLocks };
  }

  keepAside(): Promise<string | null> {
    return this.#store.keepAside();
  }

  #locked<T>(work: () => Promise<T>, options: CommitOptions): Promise<T> {
    return this.mode === 'ephemeral' ? work() : this.#guard(work, options);
  }
}
