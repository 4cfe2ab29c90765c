import type { BackgroundRefreshState } from '../../shared/app-state.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { isRefreshable } from '../auth/credential-facts.ts';
import { readTokenTimes } from '../auth/id-token-claims.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import { nextRefreshAt, retryDelayMs } from '../auth/refresh-schedule.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import { errorTrace } from '../base/error-trace.ts';
import { Listeners } from '../base/listeners.ts';
import type { Delay, Log, Now } from '../ports.ts';

export interface BackgroundRefreshParts {
  readonly session: Pick<AuthSession, 'get' | 'lastFailure' | 'hasUnsavedTokens' | 'onChange'>;
  /** Not called while `mayRefresh` is false. */
  readonly refresh: () => Promise<RefreshOutcome>;
  readonly mayRefresh: () => boolean;
  readonly rules: { onChange(listener: () => void): () => void };
  readonly now: Now;
  readonly delay: Delay;
  /** Whether the computer has no way to the sign-in service, so that nobody there is at fault. */
  readonly isOffline: () => boolean;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: Log;
}

/** Timers stop in a machine's sleep and ignore a clock that was set: read it this often. */
export const longestSleepMs = 300_000;

type TransientFailure = Extract<RefreshFailure, { permanent: false }>;

/** For any other outcome that left the credential due: it must not be tried in a loop. */
const unknownFailure: TransientFailure = { permanent: false, reason: null, message: '' };

interface Setback {
  readonly failure: TransientFailure;
  readonly count: number;
  readonly at: number;
  readonly credential: Credential;
}

/**
 * OWNER of keeping the credential fresh: one timer for the next due moment. It tries again after
 * failures that may pass, and gives up where a new sign-in is needed.
 */
export class BackgroundRefresh {
  readonly #parts: BackgroundRefreshParts;
  readonly #listeners = new Listeners();
  #timer: AbortController | null = null;
  #chance: number;
  #setback: Setback | null = null;
  #refreshing: Promise<void> | null = null;
  #isRunning = false;
  #listening: (() => void)[] = [];

  constructor(parts: BackgroundRefreshParts) {
    this.#parts = parts;
    this.#chance = parts.random();
  }

  get(): BackgroundRefreshState {
    const setback = this.#currentSetback();
    if (this.#refreshing !== null) return { kind: 'refreshing', isRetry: setback !== null };
    const at = this.#nextAt();
    if (at === null) return { kind: 'idle' };
    if (setback === null) return { kind: 'scheduled', at };
    if (setback.failure.reason !== 'offline') return { kind: 'retrying', at };
    return { kind: this.#parts.isOffline() ? 'offline' : 'unreachable', at };
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    this.#isRunning = true;
    const { session, rules } = this.#parts;
    this.#listening = [session, rules].map((owner) => owner.onChange(() => this.#arm()));
    this.#arm();
  }

  /** Looks at once: the machine woke up, the clock was set, or the network is back. */
  wake(): void {
    if (this.#setback?.failure.reason === 'offline') this.#setback = null;
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    for (const stopListening of this.#listening) stopListening();
    this.#timer?.abort();
    await this.#refreshing;
  }

  #nextAt(): number | null {
    const { session, mayRefresh, now } = this.#parts;
    const credential = session.get();
    if (!isRefreshable(credential) || !mayRefresh()) return null;
    if (session.lastFailure() !== null) return null;
    const setback = this.#currentSetback();
    if (setback !== null) return setback.at;
    if (session.hasUnsavedTokens()) return now();
    if (credential.tokens.refreshToken === '') return null;
    return nextRefreshAt(credential.record, now(), this.#chance);
  }

  #currentSetback(): Setback | null {
    return this.#setback?.credential === this.#parts.session.get() ? this.#setback : null;
  }

  /** Sets the one timer for what is next. */
  #arm(): void {
    this.#timer?.abort();
    this.#timer = null;
    this.#listeners.tell();
    if (!this.#isRunning || this.#refreshing !== null) return;
    const at = this.#nextAt();
    if (at === null) return;
    const { now, delay } = this.#parts;
    const timer = new AbortController();
    this.#timer = timer;
    const waitMs = Math.min(Math.max(at - now(), 0), longestSleepMs);
    delay(waitMs, timer.signal).then(
      () => this.#ring(timer),
      () => undefined,
    );
  }

  #ring(timer: AbortController): void {
    if (this.#timer !== timer) return;
    const at = this.#nextAt();
    if (at === null || at > this.#parts.now()) {
      this.#arm();
      return;
    }
    this.#refreshing = this.#refresh().finally(() => {
      this.#refreshing = null;
      this.#arm();
    });
    this.#arm();
  }

  async #refresh(): Promise<void> {
    const { refresh, random, log } = this.#parts;
    this.#chance = random();
    try {
      const outcome = await refresh();
      const isDone = outcome.kind === 'refreshed' || outcome.kind === 'adopted';
      this.#setback = isDone ? null : this.#setbackOf(failureOf(outcome));
    } catch (error) {
      log.error('background-refresh.unexpected-error', errorTrace(error));
      this.#setback = this.#setbackOf(unknownFailure);
    }
  }

  #setbackOf(failure: TransientFailure): Setback {
    const { session, now, random } = this.#parts;
    const count = (this.#currentSetback()?.count ?? 0) + 1;
    const credential = session.get();
    const expiresAt = isRefreshable(credential)
      ? readTokenTimes(credential.tokens.accessToken).expiresAt
      : null;
    const leftMs = expiresAt === null ? null : expiresAt - now();
    const at = now() + retryDelayMs(failure, count, random(), leftMs);
    return { failure, count, at, credential };
  }
}

function failureOf(outcome: RefreshOutcome): TransientFailure {
  return outcome.kind === 'failed' && !outcome.failure.permanent ? outcome.failure : unknownFailure;
}
