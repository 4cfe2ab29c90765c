import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import type { Delay, Log, Now } from '../ports.ts';
import { type AuthRecord } from './auth-record.ts';
import { modeOf } from './credential.ts';
import {
  StoreError,
  type CredentialStore,
  type SaveOutcome,
  type StoredCredential,
} from './credential-store.ts';
import {
  isWorthKeeping,
  replacedBy,
  sourceOf,
  type KeptPlace,
  type SignInKeeper,
} from './sign-in-keeper.ts';
import type { UnsavedTokens } from './unsaved-tokens.ts';

export interface Replaced {
  readonly outcome: SaveOutcome;
  /** Where content that is unreadable, or not ours, was copied to. */
  readonly keptCopy: string | null;
  readonly kept: readonly KeptPlace[];
  readonly notKept: string | null;
}

export interface StoredReplacementParts {
  readonly store: CredentialStore;
  readonly kept: SignInKeeper;
  readonly unsaved: UnsavedTokens;
  readonly now: Now;
  readonly delay: Delay;
  readonly log: Log;
}

type Care = Omit<Replaced, 'outcome'> & {
  readonly isUnsavedLeft: boolean;
};

/** Replaces what is stored without losing what cannot be had again. */
export class StoredReplacement {
  readonly #parts: StoredReplacementParts;

  constructor(parts: StoredReplacementParts) {
    this.#parts = parts;
  }

  /** A new sign-in that cannot be saved is kept; the `StoreError` is thrown all the same. */
  async bySignIn(stored: StoredCredential, record: AuthRecord): Promise<Replaced> {
    // A key is still at hand for another try.
    const waits = modeOf(record) === 'apikey' ? [] : waitsForKeyringMs;
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#replace(stored, record, 'sign-in-replaced');
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        const waitMs = waits[tries];
        const isSoonBack = error.code === 'keyring-unavailable' && waitMs !== undefined;
        if (!isSoonBack) throw await this.#keepNew(record, error);
        await this.#parts.delay(waitMs, new AbortController().signal);
      }
    }
  }

  /** Throws a `StoreError` where the record cannot be saved, or the old one not be kept. */
  byKept(stored: StoredCredential, record: AuthRecord): Promise<Replaced> {
    return this.#replace(stored, record, 'kept-one-used');
  }

  async #replace(
    stored: StoredCredential,
    record: AuthRecord,
    reason: 'sign-in-replaced' | 'kept-one-used',
  ): Promise<Replaced> {
    const { store, unsaved } = this.#parts;
    let care: Care = { keptCopy: null, kept: [], notKept: null, isUnsavedLeft: false };
    let outcome: SaveOutcome = { kind: 'changed', found: stored };
    try {
      // Another program may be quicker, and again.
      for (let round = 0; outcome.kind === 'changed'; round += 1) {
        if (round === maxRounds) throw alwaysChanged(store.location);
        const { found } = outcome;
        care = both(care, await this.#careFor(found, record, reason));
        if (reason === 'kept-one-used') requireKept(care);
        outcome = await store.save(record, found);
      }
    } catch (error) {
      await this.#undo(care);
      throw error;
    }
    if (!care.isUnsavedLeft) await unsaved.clear();
    const { keptCopy, kept, notKept } = care;
    return { outcome, keptCopy, kept, notKept };
  }

  async #careFor(
    stored: StoredCredential,
    next: AuthRecord,
    reason: 'sign-in-replaced' | 'kept-one-used',
  ): Promise<Care> {
    const { store, kept, unsaved, now } = this.#parts;
    const places: KeptPlace[] = [];
    let notKept: string | null = null;
    let isUnsavedLeft = false;
    let keptCopy: string | null = null;
    try {
      keptCopy = isForeignContent(stored) ? await store.keepCopy() : null;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      notKept = error.message;
    }
    const before = { mode: store.mode, stored, unsaved: unsaved.get(), reason };
    for (const signIn of replacedBy(next, before, now())) {
      try {
        const place = await kept.keep(signIn);
        if (place !== null) places.push(place);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        notKept = error.message;
        isUnsavedLeft ||= signIn.reason === 'unsaved-tokens';
      }
    }
    return { keptCopy, kept: places, notKept, isUnsavedLeft };
  }

  async #undo({ kept: places }: Care): Promise<void> {
    const { kept, unsaved, log } = this.#parts;
    if (unsaved.areInMemoryAlone()) return;
    for (const { id, isNew } of places) {
      if (!isNew) continue;
      await kept.forget(id).catch(() => log.warn('kept-sign-in-not-forgotten'));
    }
  }

  async #keepNew(record: AuthRecord, error: StoreError): Promise<StoreError> {
    const { store, kept } = this.#parts;
    const withSentence = (sentence: string): StoreError =>
      new StoreError(error.code, `${error.message} ${sentence}`);
    // Where a keyring stands in the way, in plain text nowhere.
    const sources = await store.newSignInGoesTo().catch(() => [sourceOf(store.mode, null)]);
    for (const source of sources) {
      try {
        const signIn = { record, reason: 'sign-in-unsaved', source, redeemed: null } as const;
        if ((await kept.keep(signIn)) === null) return error;
        return withSentence(texts.newSignInKept());
      } catch (refusal) {
        if (!(refusal instanceof StoreError)) throw refusal;
      }
    }
    return withSentence(texts.newSignInNotKept());
  }
}

/** Before each further try to save what has just come: a keyring that crashed is soon back. */
export const waitsForKeyringMs = [500, 1_000, 2_000, 4_000, 8_000];

function both(first: Care, second: Care): Care {
  return {
    keptCopy: second.keptCopy ?? first.keptCopy,
    kept: [...first.kept, ...second.kept],
    notKept: first.notKept ?? second.notKept,
    isUnsavedLeft: first.isUnsavedLeft || second.isUnsavedLeft,
  };
}

function requireKept({ notKept }: Care): void {
  if (notKept === null) return;
  const message = texts.presentNotKept({ notKept });
  throw new StoreError('unwritable', message);
}

const maxRounds = 4;

function alwaysChanged(location: string): StoreError {
  const message = texts.alwaysChanged({ place: location });
  return new StoreError('busy', message);
}

function isForeignContent(stored: StoredCredential): boolean {
  switch (stored.kind) {
    case 'absent':
      return false;
    case 'invalid':
    case 'unreadable':
      return true;
    case 'present':
      return isForeign(stored.record);
  }
}

/** Of a kind that is not kept as a sign-in, or without what its kind has. */
function isForeign(record: AuthRecord): boolean {
  const isManaged = ['apikey', 'chatgpt', 'chatgptAuthTokens'].includes(modeOf(record));
  return !isManaged && !isWorthKeeping(record);
}
