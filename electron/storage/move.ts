import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { storageTexts as texts } from '../../shared/texts/storage-moves.ts';
import { storedCredentialTexts } from '../../shared/texts/stored-credential.ts';
import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import { refusalOf, StoreError, type StoredCredential } from '../auth/credential-store.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import type { SettingSwitch } from './store-setting.ts';
import type { CredentialPlace } from '../store/locations/credential-location.ts';

/** In this order; after each step at least one place holds the whole record. */
export type MoveStep = 'write' | 'switch' | 'confirm' | 'catchUp' | 'remove';

export interface MoveParts {
  readonly from: CredentialPlace;
  readonly to: CredentialPlace;
  /** How to do without the keyring where that does not answer, as a sentence. */
  readonly byHand: string;
  /** @throws {StoreError} */
  switchSetting(): Promise<SettingSwitch>;
  /** Whether the settings, read again, choose the new place. */
  isChosen(): Promise<boolean>;
  readonly onStep?: (step: MoveStep) => void;
}

export interface MoveOutcome {
  /** False where nobody was signed in, or it was there already. */
  readonly moved: boolean;
  /** Why the old copy is still there; null where it is not. */
  readonly leftOver: string | null;
}

export function stepsOfMove(
  found: StoredCredential['kind'],
  isThereAlready: boolean,
): readonly MoveStep[] {
  return found === 'absent' || isThereAlready
    ? ['switch', 'confirm']
    : ['write', 'switch', 'confirm', 'catchUp', 'remove'];
}

/**
 * The old copy goes last, and only while the new place holds the same. @throws {StoreError} with
 * all undone as far as possible, and the old copy in place.
 */
export async function moveCredential(parts: MoveParts): Promise<MoveOutcome> {
  const found = await parts.from.load();
  const isThereAlready = parts.from === parts.to;
  refuseHidden(found, isThereAlready ? null : parts.byHand);
  refuseUnreadable(parts.from, found);
  if (found.kind === 'absent' && !isThereAlready) {
    // A keyring that does not answer would fail every later command.
    const there = await parts.to.load();
    if (there.kind === 'unreadable') throw refusalOf(there);
  }
  const steps = stepsOfMove(found.kind, isThereAlready);
  if (steps.includes('write')) {
    await parts.to.canPut();
    await parts.from.canRemove();
  }
  const move = new Move(parts, found.kind === 'present' ? found.record : null);
  try {
    for (const step of steps.filter((name) => name !== 'remove')) await move.do(step);
  } catch (error) {
    await move.undo();
    throw error;
  }
  const moved = steps.includes('remove');
  return { moved, leftOver: moved ? await move.removeOld() : null };
}

const maxRounds = 3;

class Move {
  readonly #parts: MoveParts;
  #record: AuthRecord | null;
  #isWritten = false;
  #before: StoredCredential = { kind: 'absent' };
  #setting: SettingSwitch | null = null;

  constructor(parts: MoveParts, record: AuthRecord | null) {
    this.#parts = parts;
    this.#record = record;
  }

  async do(step: Exclude<MoveStep, 'remove'>): Promise<void> {
    const steps = {
      write: () => this.#write(),
      switch: async () => void (this.#setting = await this.#parts.switchSetting()),
      confirm: () => this.#confirm(),
      catchUp: () => this.#catchUp(),
    };
    await steps[step]();
    this.#parts.onStep?.(step);
  }

  /** Resolves to why it is still there; null where it is gone. */
  async removeOld(): Promise<string | null> {
    const { from, onStep } = this.#parts;
    try {
      const found = await from.load();
      if (found.kind === 'absent') return null;
      if (!isRecord(found, this.#record)) return changedAtLast(from);
      const removal = await from.remove([found]);
      if (removal.kind === 'changed') return changedAtLast(from);
      onStep?.('remove');
      return null;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return texts.move.oldCopyLeft({ reason: error.message });
    }
  }

  /** Each part by itself; what cannot be undone leaves a copy that the report names. */
  async undo(): Promise<void> {
    await quietly(() => this.#setting?.undo());
    await quietly(() => this.#restoreNewPlace());
  }

  async #write(): Promise<void> {
    const { to } = this.#parts;
    const before = await to.load();
    if (before.kind === 'unreadable') throw refusalOf(before);
    if (before.kind === 'invalid') await to.keepCopy();
    this.#before = before;
    await this.#put(this.#record, before);
  }

  async #put(record: AuthRecord | null, seen: StoredCredential): Promise<void> {
    if (record === null) return;
    const { to } = this.#parts;
    if ((await to.put(record, seen)).kind === 'changed') {
      throw new StoreError('unwritable', texts.changed.tryAgain({ place: to.location }));
    }
    this.#record = record;
    this.#isWritten = true;
    if (!isRecord(await to.load(), record)) {
      throw new StoreError('unwritable', texts.move.notKept({ place: to.location }));
    }
  }

  async #confirm(): Promise<void> {
    if (await this.#parts.isChosen()) return;
    throw new StoreError('unwritable', texts.move.lookedForElsewhere());
  }

  /** Programs from before the switch may have refreshed in the old place. */
  async #catchUp(): Promise<void> {
    const { from, to } = this.#parts;
    for (let round = 0; round < maxRounds; round += 1) {
      const old = await from.load();
      // The removal reports what cannot be read any more.
      if (old.kind !== 'present' || isRecord(old, this.#record)) return;
      // What was put into the new place after the switch is newer than either.
      const written = await to.load();
      if (!isRecord(written, this.#record)) return;
      await this.#put(old.record, written);
    }
    throw new StoreError(
      'unwritable',
      storedCredentialTexts.alwaysChanged({ place: from.location }),
    );
  }

  /** Only while the old copy is usable and the new place still holds what was put there. */
  async #restoreNewPlace(): Promise<void> {
    const { from, to } = this.#parts;
    if (!this.#isWritten || (await from.load()).kind !== 'present') return;
    const found = await to.load();
    if (found.kind === 'present' && !isRecord(found, this.#record)) return;
    if (this.#before.kind === 'present') await to.put(this.#before.record, found);
    else await to.remove([found]);
  }
}

function changedAtLast({ location }: CredentialPlace): string {
  return texts.changed.atLast({ place: location });
}

function isRecord(found: StoredCredential, record: AuthRecord | null): boolean {
  return found.kind === 'present' && record !== null && sameRecord(found.record, record);
}

/** @throws {StoreError} where the sign-in is hidden in it. */
function refuseHidden(found: StoredCredential, byHand: string | null): void {
  if (found.kind !== 'unreadable') return;
  const { hidden, keyringSilent } = texts.move;
  if (found.reason === 'keyring-unavailable') {
    const start = systemWords(process.platform).keyring.startAgainAndTry();
    const sentences = [keyringSilent(), start, ...(byHand === null ? [] : [byHand])];
    throw new StoreError('keyring-unavailable', sentences.join(' '));
  }
  if (isKeyringProblem(found.reason)) {
    throw new StoreError(found.reason, hidden({ problem: found.message }));
  }
}

/** @throws {StoreError} */
function refuseUnreadable(place: CredentialPlace, found: StoredCredential): void {
  if (found.kind === 'invalid') {
    const message = texts.unusable({ place: place.location, fault: found.message });
    throw new StoreError('unreadable', message);
  }
  if (found.kind === 'unreadable') throw refusalOf(found);
}

async function quietly(undo: () => Promise<void> | undefined): Promise<void> {
  try {
    await undo();
  } catch {
    // The first failure is the one to report.
  }
}
