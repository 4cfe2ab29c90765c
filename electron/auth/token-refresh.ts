import type { KeptReason } from '../../shared/kept-sign-ins.ts';
import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';
import type { Delay, HttpClient, Log, Now } from '../ports.ts';
import type { AuthRecord, RefreshedTokens, TokenRecord } from './auth-record.ts';
import type { Credential } from './credential.ts';
import { isRefreshable, storedRecordOf } from './credential-facts.ts';
import {
  hasRoomForAnswer,
  StoreError,
  type RefreshGuard,
  type RefreshStore,
  type StoredCredential,
} from './credential-store.ts';
import { refreshDestination, type Endpoints } from './endpoints.ts';
import { pauseFrom, pauseLeftMs, type PauseNotes } from './issuer-notes.ts';
import {
  permanentFailure,
  transientFailure,
  type RefreshFailure,
  type RefusalCode,
} from './refresh-failure.ts';
import {
  afterChange,
  mergeRefreshed,
  nextRefreshStep,
  recordOfAnswer,
  waitsForWinnerMs,
  type RefreshStep,
} from './refresh-steps.ts';
import type { RefusedTokens } from './refused-tokens.ts';
import { sourceOf, type SignInKeeper } from './sign-in-keeper.ts';
import { requestRefresh } from './token-endpoint.ts';
import type { UnsavedTokens } from './unsaved-tokens.ts';

export type RefreshOutcome =
  | { readonly kind: 'refreshed' }
  /** Another program had refreshed; its tokens are used now. */
  | { readonly kind: 'adopted' }
  /** The token is still good; nothing was asked. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'notApplicable' }
  | { readonly kind: 'failed'; readonly failure: RefreshFailure };

export interface RefreshOptions {
  /** Also where none is due. */
  readonly force: boolean;
  /** A program asked for it, which waits as long as the issuer's `Retry-After` says. */
  readonly keepsPause?: boolean;
}

export interface TokenRefreshParts {
  readonly store: RefreshStore;
  readonly http: HttpClient;
  readonly endpoints: Endpoints;
  /** Keeps other processes of Gatehouse from refreshing at the same time. */
  readonly guard: RefreshGuard;
  readonly now: Now;
  readonly delay: Delay;
  readonly log: Log;
  /** For tokens that came and cannot be saved where they belong. */
  readonly kept: SignInKeeper;
  readonly pauses: PauseNotes;
}

export interface HeldCredential {
  get(): Credential;
  take(stored: StoredCredential): void;
}

type NextStep = RefreshStep & { readonly stored: StoredCredential };

/** One refresh, see docs/refresh.md. Source: `try_refresh_token` of codex-rs/core/src/auth.rs. */
export class TokenRefresh {
  readonly #parts: TokenRefreshParts;
  readonly #unsaved: UnsavedTokens;
  readonly #refused: RefusedTokens;
  readonly #held: HeldCredential;

  constructor(
    parts: TokenRefreshParts,
    owners: { readonly unsaved: UnsavedTokens; readonly refused: RefusedTokens },
    held: HeldCredential,
  ) {
    this.#parts = parts;
    this.#unsaved = owners.unsaved;
    this.#refused = owners.refused;
    this.#held = held;
  }

  async run(options: RefreshOptions): Promise<RefreshOutcome> {
    const outcome = await this.#saveOrRefresh(options);
    if (outcome.kind === 'refreshed') await this.#refused.clear();
    return outcome;
  }

  async #saveOrRefresh(options: RefreshOptions): Promise<RefreshOutcome> {
    const settle = () => this.#settledWithout(options);
    return (
      (await settle()) ??
      this.#guarded(
        async () => (await this.saveUnsaved()) ?? (await this.#askIfStillDue(options)),
        { settle },
      )
    );
  }

  /** What is settled without a request, or another process to wait for; null where nothing is. */
  async #settledWithout(options: RefreshOptions): Promise<RefreshOutcome | null> {
    if (await this.#unsaved.isThere()) return null;
    const step = await this.#nextStep(options);
    return step?.step === 'ask' ? null : this.#settle(step);
  }

  saveUnsavedGuarded(options?: { readonly waitMs: number }): Promise<RefreshOutcome | null> {
    return this.#guarded(() => this.saveUnsaved(), options);
  }

  /** Saves tokens received earlier; null where none are left. The caller holds the guard. */
  async saveUnsaved(): Promise<RefreshOutcome | null> {
    await this.#unsaved.recover();
    const unsaved = this.#unsaved.get();
    if (unsaved === null) return null;
    const outcome = await this.#saveInto(unsaved.redeemed, unsaved.tokens);
    return outcome.kind === 'failed' && outcome.failure.permanent ? null : outcome;
  }

  /** `settle` finds what another process has done meanwhile; then there is nothing to wait for. */
  async #guarded<T>(
    work: () => Promise<T>,
    { waitMs, settle }: { waitMs?: number; settle?: () => Promise<RefreshOutcome | null> } = {},
  ): Promise<T | RefreshOutcome> {
    const meanwhile: { outcome: RefreshOutcome | null } = { outcome: null };
    try {
      return await this.#parts.guard(work, {
        waitMs,
        isStillWanted: async () => {
          meanwhile.outcome = (await settle?.()) ?? null;
          return meanwhile.outcome === null;
        },
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'busy') throw error;
      return meanwhile.outcome ?? this.#fail(transientFailure(error.message, 'locked'));
    }
  }

  /** Another process may have refreshed while this one waited. */
  async #askIfStillDue(options: RefreshOptions): Promise<RefreshOutcome> {
    const step = await this.#nextStep(options);
    if (step?.step !== 'ask') return this.#settle(step);
    this.#held.take(step.stored);
    const { record } = step;
    // Sent again, it could end the sign-in that the issuer gave for it.
    if (await this.#parts.kept.isSpent(record.tokens.refreshToken)) return this.#fail(spent());
    return hasRoomForAnswer(record) ? this.#redeem(record, options) : this.#fail(tooLarge());
  }

  async #nextStep({ force }: RefreshOptions): Promise<NextStep | null> {
    const credential = this.#held.get();
    if (!isRefreshable(credential)) return null;
    const { store, now } = this.#parts;
    const held: TokenRecord = { ...credential.record, tokens: credential.tokens };
    const stored = await store.load();
    const remembered = await this.#failureFor(stored);
    return { ...nextRefreshStep({ held, stored, force, remembered, now: now() }), stored };
  }

  /** The permanent failure known for what is stored. */
  async #failureFor(stored: StoredCredential): Promise<RefreshFailure | null> {
    await this.#refused.look();
    return stored.kind === 'present' ? this.#refused.failureOf(stored.record) : null;
  }

  #settle(step: Exclude<NextStep, { step: 'ask' }> | null): RefreshOutcome {
    switch (step?.step) {
      case undefined:
        return { kind: 'notApplicable' };
      case 'fresh':
        return { kind: 'fresh' };
      case 'adopt':
        this.#held.take(step.stored);
        return { kind: 'adopted' };
      case 'fail':
        return { kind: 'failed', failure: step.failure };
    }
  }

  async #redeem(record: TokenRecord, options: RefreshOptions): Promise<RefreshOutcome> {
    const { http, endpoints, log, pauses } = this.#parts;
    const destination = refreshDestination(endpoints, record.tokens);
    if (destination.kind === 'none') return this.#fail(transientFailure(destination.message));
    const issuer = new URL(destination.url).origin;
    const isUrgent = options.force && options.keepsPause !== true;
    const leftMs = isUrgent ? 0 : await this.#pauseLeftMs(issuer);
    if (leftMs > 0) return this.#fail(leftAlone(leftMs));
    try {
      await this.#parts.store.canUpdate();
      await this.#unsaved.reserve(record);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const message = texts.wouldNotBeSaved({ reason: error.message });
      return this.#fail(transientFailure(message, 'unsaved'));
    }
    log.info('refresh-requested');
    const answer = await requestRefresh(
      { http, destination, originator: endpoints.originator },
      record.tokens.refreshToken,
    );
    if (answer.kind === 'tokens') {
      await this.#unsaved.put({ redeemed: record, tokens: answer.tokens });
      await pauses.clear();
      return this.#saveInto(record, answer.tokens);
    }
    await this.#unsaved.clear();
    await this.#notePause(issuer, answer.failure);
    const adopted = await this.#adoptAfter(record, answer.failure);
    if (adopted) return { kind: 'adopted' };
    if (answer.refusedBy !== undefined) await this.#noteRefusal(record, answer.refusedBy);
    return this.#fail(answer.failure);
  }

  async #pauseLeftMs(issuer: string): Promise<number> {
    const { pauses, now } = this.#parts;
    const note = await pauses.read();
    if (note === null) return 0;
    const leftMs = pauseLeftMs(note, now());
    if (leftMs === 0) await pauses.clear();
    return note.issuer === issuer ? leftMs : 0;
  }

  async #notePause(issuer: string, failure: RefreshFailure): Promise<void> {
    if (failure.permanent || !failure.retryAfterMs) return;
    const { pauses, now, log } = this.#parts;
    const isNoted = await pauses.write(pauseFrom(issuer, failure.retryAfterMs, now()));
    if (!isNoted) log.warn('refresh-pause-not-noted');
  }

  /** For all programs, which a store in memory does not have. */
  async #noteRefusal(record: TokenRecord, code: RefusalCode): Promise<void> {
    if (this.#parts.store.mode !== 'ephemeral') await this.#refused.note(record, code);
  }

  /** Uses the tokens of a quicker program, stored by now or in a moment. */
  async #adoptAfter(refused: TokenRecord, failure: RefreshFailure): Promise<boolean> {
    for (const waitMs of waitsForWinnerMs(failure)) {
      if (waitMs > 0) await this.#parts.delay(waitMs, new AbortController().signal);
      const stored = await this.#parts.store.load();
      const next = afterChange(refused, noTokens, stored).kind;
      if (next === 'adopt') this.#held.take(stored);
      if (next === 'adopt') return true;
      if (next === 'fail') return false;
    }
    return false;
  }

  async #saveInto(record: TokenRecord, tokens: RefreshedTokens): Promise<RefreshOutcome> {
    const merged = mergeRefreshed(record, tokens, this.#parts.now());
    if (merged.kind === 'foreign') {
      const isKept = await this.#keepAway(record, tokens, 'another-account');
      return isKept.ok ? this.#fail(foreignTokens()) : isKept.outcome;
    }
    if (merged.isIdTokenUnreadable) this.#parts.log.warn('refresh-id-token-unreadable');
    return this.#commit(record, tokens, merged.record);
  }

  async #commit(
    redeemed: TokenRecord,
    tokens: RefreshedTokens,
    refreshed: AuthRecord,
  ): Promise<RefreshOutcome> {
    const { store, log } = this.#parts;
    let outcome;
    try {
      outcome = await store.update(refreshed, redeemed);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return this.#keepUnsaved(error.message);
    }
    if (outcome.kind === 'changed') return this.#commitToChanged(redeemed, tokens, outcome.found);
    await this.#unsaved.clear();
    await this.#parts.kept.cameHome(refreshed);
    this.#held.take({ kind: 'present', record: refreshed, source: outcome.source });
    log.info('refreshed');
    return { kind: 'refreshed' };
  }

  async #commitToChanged(
    redeemed: TokenRecord,
    tokens: RefreshedTokens,
    found: StoredCredential,
  ): Promise<RefreshOutcome> {
    const next = afterChange(redeemed, tokens, found);
    switch (next.kind) {
      case 'mergeInto':
        return this.#saveInto(next.record, next.tokens);
      case 'wait':
        return this.#keepUnsaved(next.message);
      case 'home':
        await this.#unsaved.clear();
        this.#held.take(found);
        return { kind: 'adopted' };
      case 'adopt': {
        const isKept = await this.#keepAway(redeemed, tokens, 'newer-tokens');
        this.#held.take(found);
        return isKept.ok ? { kind: 'adopted' } : isKept.outcome;
      }
      case 'damaged':
        // They are saved should the record come back; until then the person can use them.
        await this.#keep(redeemed, tokens, 'record-damaged');
        return this.#keepUnsaved(next.message);
      case 'fail': {
        const reason = next.because === 'gone' ? 'signed-out' : 'account-replaced';
        const isKept = await this.#keepAway(redeemed, tokens, reason);
        return isKept.ok ? { kind: 'failed', failure: next.failure } : isKept.outcome;
      }
    }
  }

  /** Keeps tokens that cannot be saved where they belong, else leaves them in the journal. */
  async #keepAway(
    redeemed: TokenRecord,
    tokens: RefreshedTokens,
    reason: KeptReason,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly outcome: RefreshOutcome }> {
    const refusal = await this.#keep(redeemed, tokens, reason);
    if (refusal !== null) return { ok: false, outcome: this.#keepUnsaved(refusal.message) };
    await this.#unsaved.clear();
    return { ok: true };
  }

  async #keep(
    redeemed: TokenRecord,
    tokens: RefreshedTokens,
    reason: KeptReason,
  ): Promise<StoreError | null> {
    const { kept, store, now } = this.#parts;
    const credential = this.#held.get();
    const source = sourceOf(store.mode, credential.kind === 'chatgpt' ? credential.source : null);
    const record = recordOfAnswer(redeemed, tokens, now());
    try {
      await kept.keep({ record, reason, source, redeemed });
      return null;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return error;
    }
  }

  #keepUnsaved(reason: string): RefreshOutcome {
    this.#parts.log.error('refresh-not-saved');
    return {
      kind: 'failed',
      failure: transientFailure(`${texts.kept()} ${reason}`, 'unsaved'),
    };
  }

  #fail(failure: RefreshFailure): RefreshOutcome {
    const { permanent, reason } = failure;
    const record = storedRecordOf(this.#held.get());
    if (permanent && record !== null) this.#refused.remember(record, failure);
    this.#parts.log.warn('refresh-failed', { permanent, reason });
    return { kind: 'failed', failure };
  }
}

const noTokens: RefreshedTokens = { idToken: null, accessToken: null, refreshToken: null };

const foreignTokens = () => permanentFailure('other', texts.ofAnotherAccount());
const spent = () => permanentFailure('other', texts.spent());

function leftAlone(leftMs: number): RefreshFailure {
  const minutes = Math.ceil(leftMs / 60_000);
  const message = texts.leftAlone({ minutes });
  return { ...transientFailure(message), retryAfterMs: leftMs };
}

const tooLarge = () => transientFailure(texts.tooLarge(), 'unsaved');
