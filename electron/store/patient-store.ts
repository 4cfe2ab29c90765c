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
import type { Delay, Log } from '../ports.ts';
import { halfWrittenWaitsMs, settledRead, vanishedWaitsMs } from '../settled-read.ts';

/**
 * A store that believes bad news only when they last. The Codex CLI and others
 * truncate a file and write it in place: whoever looks meanwhile finds an empty
 * or a half record, or none. Nobody needs to hear of that.
 */
export class PatientStore implements CredentialStore {
  readonly #store: CredentialStore;
  readonly #delay: Delay;
  readonly #log: Log;
  /** What was found last; null after a change of our own. */
  #found: StoredCredential | null = null;

  constructor(store: CredentialStore, delay: Delay, log: Log) {
    this.#store = store;
    this.#delay = delay;
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

  async load(): Promise<StoredCredential> {
    const before = this.#found;
    const waitsMs = (found: StoredCredential): readonly number[] => {
      const waits = waitsBeforeBelieving(found, before);
      if (waits.length > 0) this.#log.info('store-read-again', { found: found.kind });
      return waits;
    };
    const read = (): Promise<StoredCredential> => this.#store.load();
    this.#found = await settledRead({ read, waitsMs, delay: this.#delay });
    return this.#found;
  }

  save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    this.#found = null;
    return this.#store.save(record, expected);
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

  delete(meant: Meant): Promise<DeleteOutcome> {
    this.#found = null;
    return this.#store.delete(meant);
  }

  keepAside(): Promise<string | null> {
    return this.#store.keepAside();
  }
}

/** None where it is whole, or was the same before. */
export function waitsBeforeBelieving(
  found: StoredCredential,
  before: StoredCredential | null,
): readonly number[] {
  const wasThere = before?.kind === 'present';
  switch (found.kind) {
    case 'present':
      return [];
    case 'unreadable':
      // A keyring that crashed is started again by the session, in a moment.
      return found.reason === 'keyring-unavailable' && wasThere ? vanishedWaitsMs : [];
    case 'absent':
      return wasThere ? vanishedWaitsMs : [];
    case 'invalid': {
      const isKnown = before?.kind === 'invalid' && before.message === found.message;
      return isKnown ? [] : halfWrittenWaitsMs;
    }
  }
}
