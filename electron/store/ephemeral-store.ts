import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import {
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type SaveOutcome,
  type StoredCredential,
  type Meant,
} from '../auth/credential-store.ts';
import { isMeant } from '../auth/meant-credential.ts';
import { noJournal } from '../auth/refresh-journal.ts';

/** The credential in the memory of this program, gone when it ends. */
export class EphemeralStore implements CredentialStore {
  readonly mode = 'ephemeral';
  readonly location = 'the memory of Gatehouse';
  readonly journal = noJournal;
  #record: AuthRecord | null = null;

  load(): Promise<StoredCredential> {
    const record = this.#record;
    return Promise.resolve(
      record === null ? { kind: 'absent' } : { kind: 'present', record, source: 'ephemeral' },
    );
  }

  async save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    const held = this.#record;
    if (expected !== undefined && (held === null || !sameRecord(held, expected))) {
      return { kind: 'changed', found: await this.load() };
    }
    this.#record = record;
    return { kind: 'saved', source: 'ephemeral' };
  }

  loadOthers(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  canSave(): Promise<void> {
    return Promise.resolve();
  }

  canDelete(): Promise<void> {
    return Promise.resolve();
  }

  async delete(meant: Meant): Promise<DeleteOutcome> {
    const found = await this.load();
    if (!isMeant(meant, found)) return { kind: 'changed', found };
    this.#record = null;
    return { kind: 'deleted', was: found.kind === 'absent' ? [] : [found], unreached: [] };
  }

  keepAside(): Promise<null> {
    return Promise.resolve(null);
  }
}

/**
 * The memory of another program, as the command line meets it: it can neither
 * see a credential there nor leave one.
 */
export class ForeignMemoryStore implements CredentialStore {
  readonly mode = 'ephemeral';
  readonly location = 'the memory of the program that signed in';
  readonly journal = noJournal;

  load(): Promise<StoredCredential> {
    return Promise.resolve({
      kind: 'unreadable',
      reason: 'other-program',
      message:
        'The setting cli_auth_credentials_store = "ephemeral" keeps the sign-in in the memory of the program that made it. The command line cannot see it: look in the Gatehouse window.',
    });
  }

  loadOthers(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  canSave(): Promise<never> {
    return this.save();
  }

  canDelete(): Promise<never> {
    return this.delete();
  }

  save(): Promise<never> {
    return Promise.reject(this.#refusal());
  }

  delete(): Promise<never> {
    return Promise.reject(this.#refusal());
  }

  keepAside(): Promise<null> {
    return Promise.resolve(null);
  }

  #refusal(): StoreError {
    return new StoreError(
      'unwritable',
      'With cli_auth_credentials_store = "ephemeral" the command line has nowhere to keep a sign-in. Use the Gatehouse window, or choose another store.',
    );
  }
}
