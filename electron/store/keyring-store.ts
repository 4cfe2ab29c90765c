import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import {
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type SaveOutcome,
  type StoredCredential,
  type Meant,
} from '../auth/credential-store.ts';
import { isMeant, sameSignIn } from '../auth/meant-credential.ts';
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
    await this.#removeLeftOver(expected === undefined ? null : record);
    return { kind: 'saved', source: 'keyring' };
  }

  loadOthers(): Promise<readonly StoredCredential[]> {
    return Promise.all([this.#file, ...this.#older].map((place) => place.load()));
  }

  canSave(): Promise<void> {
    return this.#place.canPut();
  }

  canDelete(): Promise<void> {
    return this.#place.canRemove();
  }

  /**
   * Clears all places of what is meant. Unlike upstream, which leaves auth.json where the
   * keyring does not answer, each is cleared whatever becomes of the others; where the
   * first holds another credential, none is.
   */
  async delete(meant: Meant): Promise<DeleteOutcome> {
    const found = await this.#place.load();
    if (found.kind !== 'unreadable' && !isMeant(meant, found)) return { kind: 'changed', found };
    const was: StoredCredential[] = [];
    const refusals: StoreError[] = [];
    const unreached: string[] = [];
    let other: StoredCredential | null = null;
    for (const place of [this.#place, this.#file, ...this.#older]) {
      try {
        const outcome = await place.remove(meant);
        if (outcome.kind === 'removed') was.push(outcome.was);
        if (outcome.kind !== 'changed') continue;
        other ??= outcome.found;
        unreached.push(`${place.location}: it holds another sign-in, which stays.`);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        refusals.push(error);
        unreached.push(`${place.location}: ${error.message}`);
      }
    }
    const [first] = refusals;
    if (was.length === 0 && first) throw first;
    if (was.length === 0 && other) return { kind: 'changed', found: other };
    return { kind: 'deleted', was, unreached };
  }

  keepAside(): Promise<string | null> {
    return this.#place.keepAside();
  }

  /**
   * That a left-over cannot be removed does not make the save fail, as upstream.
   *
   * @param refreshed what a refresh has saved: it leaves another sign-in alone. A new
   * sign-in takes the place of all.
   */
  async #removeLeftOver(refreshed: AuthRecord | null): Promise<void> {
    try {
      const found = await this.#file.load();
      const isOther =
        found.kind !== 'present' || !refreshed || !sameSignIn(found.record, refreshed);
      if (refreshed !== null && isOther) return;
      await this.#file.remove([found]);
    } catch {
      this.#log.warn('left-over-file-not-removed');
    }
  }
}
