import { isDeepStrictEqual } from 'node:util';

import { storeTexts } from '../../shared/texts/stores.ts';
import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import {
  exchangeLimitMs,
  refusalOf,
  StoreError,
  type CredentialStore,
  type DeleteOutcome,
  type ExchangeOutcome,
  type Meant,
  type SaveOutcome,
  type StoredCredential,
  type StoredSource,
  type StoreMode,
  type Unreadable,
} from '../auth/credential-store.ts';
import { isMeant, sameContent, sameSignIn } from '../auth/meant-credential.ts';
import { noJournal, type RefreshJournal } from '../auth/refresh-journal.ts';
import type { Delay, Log } from '../ports.ts';
import { halfWrittenWaitsMs, settledRead, vanishedWaitsMs } from '../base/settled-read.ts';
import type { CommitGuard, Lease } from './account-locks.ts';
import type { KeyringNote } from './keyring-note.ts';
import type {
  CredentialLocation,
  LocationKind,
  PlaceKind,
} from './locations/credential-location.ts';
import {
  destinations,
  inUse,
  meaningOf,
  storePlan,
  type Reading,
  type StoreChoice,
  type StorePlan,
} from './store-plan.ts';

export interface PlannedStoreParts {
  readonly choose: () => StoreChoice;
  readonly locations: Readonly<Record<LocationKind, CredentialLocation>>;
  readonly keyringNote: Pick<KeyringNote, 'heldOne' | 'note'>;
  readonly commit: CommitGuard;
  readonly delay: Delay;
  readonly log: Log;
}

/**
 * The store of the present setting, which carries out `storePlan`. A change is made under the locks
 * of the Codex CLI, after all was read again and compared with what is meant; memory needs no
 * locks. Reading needs none either, and believes bad news only when they last: the Codex CLI and
 * others truncate a file and write it in place.
 */
export class PlannedStore implements CredentialStore {
  readonly #parts: PlannedStoreParts;
  /** Found last; null after a change of our own. */
  #found: StoredCredential | null = null;
  /** Null where nothing is stored. */
  #usedLast: LocationKind | null = null;

  constructor(parts: PlannedStoreParts) {
    this.#parts = parts;
  }

  get mode(): StoreMode {
    const choice = this.#parts.choose();
    return choice.kind === 'chosen' ? choice.mode : 'file';
  }

  get location(): string {
    return this.#used()?.location ?? 'unknown';
  }

  get journal(): RefreshJournal {
    return this.#used()?.journal ?? noJournal;
  }

  /** Where the loaded credential was; null where nothing was stored, or in memory. */
  get inUse(): PlaceKind | null {
    return this.#usedLast === 'memory' ? null : this.#usedLast;
  }

  /** @throws {StoreError} */
  async findInUse(): Promise<PlaceKind | null> {
    const { kind } = inUse(await this.#read(this.#plan())) ?? { kind: 'memory' };
    return kind === 'memory' ? null : kind;
  }

  async load(): Promise<StoredCredential> {
    const before = this.#found;
    const { choose, delay, log } = this.#parts;
    const waitsMs = (found: StoredCredential): readonly number[] => {
      const waits = waitsBeforeBelieving(found, before);
      if (waits.length > 0) log.info('store-read-again', { found: found.kind });
      return waits;
    };
    const read = async (): Promise<StoredCredential> => {
      const choice = choose();
      if (choice.kind === 'chosen') return this.#take(await this.#read(this.#plan()));
      this.#usedLast = null;
      return { kind: 'unreadable', reason: 'setting-unknown', message: choice.message };
    };
    this.#found = await settledRead({ read, waitsMs, delay });
    return this.#found;
  }

  async loadOthers(): Promise<readonly StoredCredential[]> {
    if (this.#parts.choose().kind === 'unknown') return [];
    const plan = this.#plan();
    const others = removedBy(plan).filter((kind) => this.#at(kind) !== this.#used());
    const found: StoredCredential[] = [];
    for (const kind of others) found.push(await this.#at(kind).load());
    return found;
  }

  save(record: AuthRecord, expected: StoredCredential): Promise<SaveOutcome> {
    return this.#change({ makeFolder: true }, async (plan) => {
      const readings = await this.#read(plan);
      const found = storedIn(readings);
      if (!sameContent(found, expected)) return { kind: 'changed', found };
      const to = destinations(readings);
      if (to.kind === 'hidden') throw heldBack(plan, to.by);
      for (const kind of to.kinds) {
        const reading = readings.find((one) => one.kind === kind);
        const isLast = kind === to.kinds.at(-1);
        const outcome = await this.#put(plan, kind, record, reading?.stored ?? found, isLast);
        if (outcome === 'skipped') continue;
        if (outcome !== 'put') return outcome;
        await this.#removeLeftOvers(plan, kind, readings);
        return { kind: 'saved', source: sourceOf(kind) };
      }
      throw new TypeError('a plan has no location');
    });
  }

  async exchange(
    record: AuthRecord,
    expected: StoredCredential,
    onReplaced: () => Promise<void> = () => Promise.resolve(),
  ): Promise<ExchangeOutcome> {
    const before = this.#plan();
    const readings = await this.#read(before);
    if (!sameContent(storedIn(readings), expected)) return { kind: 'changed' };
    const to = await this.#prepared(before, readings, record);
    const begin = performance.now();
    await this.#at(to).tryPut();
    // It would take as long under the locks, and is read there besides.
    if (performance.now() - begin > exchangeLimitMs / 2) return { kind: 'slow' };
    const options = { makeFolder: true, limitMs: exchangeLimitMs };
    return this.#change(options, async (plan, lease) => {
      if (!isDeepStrictEqual(plan, before)) return { kind: 'changed' };
      for (const { kind, stored } of readings) {
        if (!(await this.#at(kind).stillHolds(stored))) return { kind: 'changed' };
      }
      if (lease.isOver()) return { kind: 'slow' };
      const replaced = readings.find(({ kind }) => kind === to)?.stored ?? { kind: 'absent' };
      const outcome = await this.#at(to).put(record, replaced, lease);
      if (outcome.kind === 'changed') return { kind: lease.isOver() ? 'slow' : 'changed' };
      this.#usedLast = to;
      if (to === 'keyringItem') await this.#parts.keyringNote.note(true);
      await this.#removeExpected(plan, to, expected, lease);
      const stored = { kind: 'present', record, source: sourceOf(to) } as const;
      const isThere = !lease.isOver() && (await this.#at(to).stillHolds(stored));
      const kind = isThere && !lease.isOver() ? 'exchanged' : 'uncertain';
      await onReplaced();
      return { kind };
    });
  }

  /** The location that takes the record, made ready. @throws {StoreError} */
  async #prepared(
    plan: StorePlan,
    readings: readonly Reading[],
    record: AuthRecord,
  ): Promise<LocationKind> {
    const to = destinations(readings);
    if (to.kind === 'hidden') throw heldBack(plan, to.by);
    for (const kind of to.kinds) {
      const reading = readings.find((one) => one.kind === kind);
      try {
        await this.#at(kind).prepare(record, reading?.stored ?? { kind: 'absent' });
        return kind;
      } catch (error) {
        const mayPass = reading?.meaning === 'empty' && kind !== to.kinds.at(-1);
        if (!(error instanceof StoreError) || !mayPass) throw error;
        this.#parts.log.warn('keyring-not-used', { reason: error.code });
      }
    }
    throw new TypeError('a plan has no location');
  }

  /** Of the plan's other locations, what was in use there; other sign-ins in them stay. */
  async #removeExpected(
    { order, leftOvers }: StorePlan,
    to: LocationKind,
    expected: StoredCredential,
    lease: Lease,
  ): Promise<void> {
    if (expected.kind !== 'present') return;
    for (const kind of new Set([...order, ...leftOvers])) {
      // An encrypted file would have to be encrypted again.
      if (kind === to || kind === 'encryptedFile' || lease.isOver()) continue;
      try {
        const location = this.#at(kind);
        if (await location.stillHolds({ ...expected, source: sourceOf(kind) })) {
          await location.remove([expected]);
        }
      } catch {
        this.#parts.log.warn('left-over-not-removed');
      }
    }
  }

  async removeLeftOvers(isLeftOver: (record: AuthRecord) => boolean): Promise<void> {
    // Most often there is none, and looking may be slow: that needs no locks.
    const begin = performance.now();
    const seen = await this.#leftOversAfter(this.#plan(), isLeftOver);
    if (seen.length === 0) return;
    if (performance.now() - begin > exchangeLimitMs / 2) {
      this.#parts.log.warn('left-over-not-removed');
      return;
    }
    const options = { makeFolder: false, limitMs: exchangeLimitMs };
    await this.#change(options, async (plan, lease) => {
      for (const { kind, stored } of await this.#leftOversAfter(plan, isLeftOver)) {
        if (lease.isOver()) return;
        await this.#at(kind).remove([stored]);
      }
    });
  }

  /** Sign-ins beside the one in use; none where that is not known. */
  async #leftOversAfter(
    plan: StorePlan,
    isLeftOver: (record: AuthRecord) => boolean,
  ): Promise<readonly { readonly kind: LocationKind; readonly stored: StoredCredential }[]> {
    const kinds = new Set([...plan.order, ...plan.leftOvers]);
    if (kinds.size === 1) return [];
    const used = inUse(await this.#read(plan));
    if (used?.stored.kind !== 'present') return [];
    const found: { readonly kind: LocationKind; readonly stored: StoredCredential }[] = [];
    for (const kind of kinds) {
      if (kind === used.kind) continue;
      const stored = await this.#at(kind).load();
      if (stored.kind === 'present' && isLeftOver(stored.record)) found.push({ kind, stored });
    }
    return found;
  }

  update(record: AuthRecord, expected: AuthRecord): Promise<SaveOutcome> {
    return this.#change({ makeFolder: true }, async (plan) => {
      const readings = await this.#read(plan);
      const found = inUse(readings);
      if (found?.stored.kind !== 'present' || !sameRecord(found.stored.record, expected)) {
        return { kind: 'changed', found: storedIn(readings) };
      }
      const outcome = await this.#put(plan, found.kind, record, found.stored, true);
      if (outcome !== 'put' && outcome !== 'skipped') return outcome;
      await this.#removeLeftOvers(plan, found.kind, readings, record);
      return { kind: 'saved', source: sourceOf(found.kind) };
    });
  }

  async newSignInGoesTo(): Promise<readonly StoredSource[]> {
    const plan = this.#plan();
    const to = destinations(await this.#read(plan));
    if (to.kind === 'hidden') throw heldBack(plan, to.by);
    return to.kinds.map(sourceOf);
  }

  async canUpdate(): Promise<void> {
    this.#plan();
    await this.#used()?.canPut();
  }

  async canDelete(): Promise<void> {
    this.#plan();
    await this.#used()?.canRemove();
  }

  async delete(meant: Meant): Promise<DeleteOutcome> {
    const passedLocks: string[] = [];
    const options = {
      makeFolder: false,
      passesOthers: true,
      onPassed: (message: string) => void passedLocks.push(message),
    };
    const outcome = await this.#change(options, (plan) => this.#remove(plan, meant));
    const isPlain = outcome.kind !== 'deleted' || passedLocks.length === 0;
    return isPlain ? outcome : { ...outcome, passedLocks };
  }

  async keepCopy(): Promise<string | null> {
    return (await this.#used()?.keepCopy()) ?? null;
  }

  /** Clears each location whatever becomes of the others, unless another credential is in use. */
  async #remove(plan: StorePlan, meant: Meant): Promise<DeleteOutcome> {
    const found = storedIn(await this.#read(plan));
    if (found.kind !== 'unreadable' && !isMeant(meant, found)) return { kind: 'changed', found };
    const was: StoredCredential[] = [];
    const unreached: string[] = [];
    let refusal: StoreError | null = null;
    let other: StoredCredential | null = null;
    let mayRemain = false;
    for (const kind of removedBy(plan)) {
      const { location } = this.#at(kind);
      try {
        const outcome = await this.#at(kind).remove(meant);
        if (outcome.kind === 'removed') was.push(outcome.was);
        if (kind === 'keyringItem') await this.#parts.keyringNote.note(outcome.kind === 'changed');
        if (outcome.kind !== 'changed') continue;
        other ??= outcome.found;
        unreached.push(storeTexts.notRemoved.other({ place: location }));
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        unreached.push(storeTexts.notRemoved.failed({ place: location, reason: error.message }));
        if ((await this.#readAt(plan, kind)).meaning !== 'empty') mayRemain = true;
        // Under `auto` a keyring that is out of reach is reported beside what is done.
        if (plan.mode !== 'auto' || kind === 'file') refusal ??= error;
      }
    }
    if (was.length === 0 && refusal) throw refusal;
    if (was.length === 0 && other) return { kind: 'changed', found: other };
    return { kind: 'deleted', was, unreached, mayRemain };
  }

  /**
   * Refused only by an empty location that is not the last to try. @throws {StoreError} unless the
   * record is there all the same: an answer may have been lost.
   */
  async #put(
    plan: StorePlan,
    kind: LocationKind,
    record: AuthRecord,
    seen: StoredCredential,
    isLast: boolean,
  ): Promise<'put' | 'skipped' | Extract<SaveOutcome, { kind: 'changed' }>> {
    try {
      const outcome = await this.#at(kind).put(record, seen);
      if (outcome.kind === 'changed') return outcome;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { stored, meaning } = await this.#readAt(plan, kind);
      const isThere = stored.kind === 'present' && sameRecord(stored.record, record);
      if (!isThere && (isLast || meaning !== 'empty')) throw error;
      if (!isThere) {
        this.#parts.log.warn('keyring-not-used', { reason: error.code });
        return 'skipped';
      }
    }
    this.#usedLast = kind;
    if (kind === 'keyringItem') await this.#parts.keyringNote.note(true);
    return 'put';
  }

  /**
   * Clears the plan's left-overs, unless they changed; what a refresh saved spares other sign-ins.
   * Its failure is no failure of the save, as upstream.
   */
  async #removeLeftOvers(
    { leftOvers }: StorePlan,
    saved: LocationKind,
    readings: readonly Reading[],
    refreshed?: AuthRecord,
  ): Promise<void> {
    for (const kind of leftOvers.filter((one) => one !== saved)) {
      try {
        const read = readings.find((one) => one.kind === kind);
        const found = read?.stored ?? (await this.#at(kind).load());
        const isLeftOver =
          refreshed === undefined ||
          (found.kind === 'present' && sameSignIn(found.record, refreshed));
        if (isLeftOver) await this.#at(kind).remove([found]);
      } catch {
        this.#parts.log.warn('left-over-file-not-removed');
      }
    }
  }

  async #change<T>(
    options: Parameters<CommitGuard>[1],
    work: (plan: StorePlan, lease: Lease) => Promise<T>,
  ): Promise<T> {
    const plan = this.#plan();
    this.#found = null;
    if (plan.mode === 'ephemeral') return work(plan, { isOver: () => false });
    return this.#parts.commit((lease) => work(plan, lease), options);
  }

  #take(readings: readonly Reading[]): StoredCredential {
    const found = inUse(readings);
    this.#usedLast = found?.kind ?? null;
    const passedOver = readings.find((one) => one !== found && one.stored.kind === 'unreadable');
    if (found !== null && passedOver?.stored.kind === 'unreadable') {
      this.#parts.log.warn('keyring-not-used', { reason: passedOver.stored.reason });
    }
    return storedIn(readings);
  }

  async #read(plan: StorePlan): Promise<readonly Reading[]> {
    const readings: Reading[] = [];
    for (const kind of plan.order) {
      const reading = await this.#readAt(plan, kind);
      readings.push(reading);
      if (reading.meaning === 'holds') break;
    }
    return readings;
  }

  async #readAt(plan: StorePlan, kind: LocationKind): Promise<Reading> {
    const stored = await this.#at(kind).load();
    const heldItem = kind === 'keyringItem' && (await this.#heldItem(stored));
    return { kind, stored, meaning: meaningOf(plan, kind, stored, heldItem) };
  }

  /** Whether the keyring item holds a credential, or did when it was last seen. */
  async #heldItem(stored: StoredCredential): Promise<boolean> {
    const { keyringNote } = this.#parts;
    if (stored.kind === 'unreadable') return keyringNote.heldOne();
    const holdsOne = stored.kind !== 'absent';
    await keyringNote.note(holdsOne);
    return holdsOne;
  }

  #at(kind: LocationKind): CredentialLocation {
    return this.#parts.locations[kind];
  }

  /** The location used last, else the first of the plan; null without a plan. */
  #used(): CredentialLocation | null {
    const choice = this.#parts.choose();
    if (choice.kind === 'unknown') return null;
    const { order } = storePlan(choice.mode, choice.keyring);
    return this.#at(order.find((kind) => kind === this.#usedLast) ?? order[0]);
  }

  #plan(): StorePlan {
    const choice = this.#parts.choose();
    if (choice.kind === 'unknown') throw new StoreError('unwritable', choice.message);
    return storePlan(choice.mode, choice.keyring);
  }
}

function storedIn(readings: readonly Reading[]): StoredCredential {
  return inUse(readings)?.stored ?? { kind: 'absent' };
}

function removedBy({ order, alsoRemoved }: StorePlan): readonly LocationKind[] {
  return [...order, ...alsoRemoved];
}

function sourceOf(kind: LocationKind): StoredSource {
  if (kind === 'memory') return 'ephemeral';
  return kind === 'file' ? 'file' : 'keyring';
}

function heldBack({ order }: StorePlan, hiddenBy: Unreadable): StoreError {
  return refusalOf(hiddenBy, order.length > 1 ? storeTexts.notIntoFile() : null);
}

function waitsBeforeBelieving(
  found: StoredCredential,
  before: StoredCredential | null,
): readonly number[] {
  const wasThere = before?.kind === 'present';
  switch (found.kind) {
    case 'present':
      return [];
    case 'unreadable':
      // The session restarts a crashed keyring within a moment.
      return found.reason === 'keyring-unavailable' && wasThere ? vanishedWaitsMs : [];
    case 'absent':
      return wasThere ? vanishedWaitsMs : [];
    case 'invalid': {
      const isKnown = before?.kind === 'invalid' && before.message === found.message;
      return isKnown ? [] : halfWrittenWaitsMs;
    }
  }
}
