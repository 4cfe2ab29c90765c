import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import {
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type SaveOutcome,
  type StoredCredential,
} from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { Log } from '../ports.ts';
import type { CredentialPlace } from './credential-place.ts';

/**
 * The store "keyring": a place in or behind the keyring, and the places that a
 * save or a sign-out has to clear besides it.
 *
 * auth.json is never read, and removed once a record is saved. Source:
 * codex-rs/login/src/auth/storage.rs; seen with Codex CLI 0.169.0.
 */
export class KeyringStore implements CredentialStore {
  readonly mode = 'keyring';
  readonly #place: CredentialPlace;
  readonly #file: CredentialPlace;
  readonly #older: readonly CredentialPlace[];
  readonly #log: Log;

  /** @param older places of other variants, which a sign-out clears and a save leaves alone. */
  constructor(
    place: CredentialPlace,
    file: CredentialPlace,
    older: readonly CredentialPlace[],
    log: Log,
  ) {
    this.#place = place;
    this.#file = file;
    this.#older = older;
    this.#log = log;
  }

  get location(): string {
    return this.#place.location;
  }

  get journal(): RefreshJournal {
    return this.#place.journal;
  }

  load(): Promise<StoredCredential> {
    return this.#place.load();
  }

  async save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    if (expected !== undefined) {
      const found = await this.#place.load();
      if (found.kind !== 'present' || !sameRecord(found.record, expected)) {
        return { kind: 'changed', found };
      }
    }
    await this.#place.put(record);
    await this.#removeLeftOver();
    return { kind: 'saved', source: 'keyring' };
  }

  /**
   * Clears all places. Unlike upstream, which leaves auth.json where the keyring
   * does not answer, each is cleared whatever becomes of the others.
   */
  async delete(): Promise<DeleteOutcome> {
    let removed = false;
    const refusals: { readonly place: CredentialPlace; readonly error: StoreError }[] = [];
    for (const place of [this.#file, this.#place, ...this.#older]) {
      try {
        if (await place.remove()) removed = true;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        refusals.push({ place, error });
      }
    }
    const [first] = refusals;
    if (!removed && first) throw first.error;
    const unreached = refusals.map(({ place, error }) => `${place.location}: ${error.message}`);
    return { removed, unreached };
  }

  keepAside(): Promise<string | null> {
    return this.#place.keepAside();
  }

  /** That a left-over cannot be removed does not make the save fail, as upstream. */
  async #removeLeftOver(): Promise<void> {
    try {
      await this.#file.remove();
    } catch {
      this.#log.warn('left-over-file-not-removed');
    }
  }
}
