import type { AuthSession } from './auth-session.ts';
import { accountIdOf, isRefreshable } from './credential-facts.ts';
import { accountChangedMessage, permanentFailure, type RefreshFailure } from './refresh-failure.ts';

/**
 * Recovery from an answer 401: adopt what is stored, then refresh, then give up.
 * One `next()` for each 401 of one logical request.
 *
 * Source: `UnauthorizedRecovery` of codex-rs/core/src/auth.rs. There, an account
 * mismatch refreshed the held token and wrote it into the other account's record;
 * here it ends the recovery without a request, as upstream does now
 * (codex-rs/login/src/auth/manager.rs).
 */

export type RecoveryStep = 'reload' | 'refresh' | 'done';
export type RecoveryEvent = 'changed' | 'unchanged' | 'mismatch' | 'refreshed' | 'failed';

interface Transition {
  readonly step: RecoveryStep;
  readonly event: RecoveryEvent;
  readonly next: RecoveryStep;
  readonly meaning: string;
}

/** The whole machine. */
export const recoveryTransitions: readonly Transition[] = [
  { step: 'reload', event: 'changed', next: 'refresh', meaning: 'adopted: try the request again' },
  { step: 'reload', event: 'unchanged', next: 'refresh', meaning: 'try the request again' },
  { step: 'reload', event: 'mismatch', next: 'done', meaning: 'another account: no request' },
  { step: 'refresh', event: 'refreshed', next: 'done', meaning: 'try the request a last time' },
  { step: 'refresh', event: 'failed', next: 'refresh', meaning: 'the failure is the answer' },
];

/** The machine as a table for people, one transition a line. */
export function printRecovery(): string {
  return recoveryTransitions
    .map(({ step, event, next, meaning }) =>
      [step.padEnd(8), event.padEnd(10), '->', next.padEnd(8), meaning].join(' '),
    )
    .join('\n');
}

/** @throws {TypeError} for an event that cannot happen in this step. */
export function nextRecoveryStep(step: RecoveryStep, event: RecoveryEvent): RecoveryStep {
  const transition = recoveryTransitions.find((row) => row.step === step && row.event === event);
  if (!transition) throw new TypeError(`no transition for ${event} in ${step}`);
  return transition.next;
}

export type RecoveryOutcome =
  /** Try the request again; `changed` says whether the credential is another one now. */
  | { readonly kind: 'retry'; readonly changed: boolean }
  | { readonly kind: 'failed'; readonly failure: RefreshFailure };

export class UnauthorizedRecovery {
  readonly #session: AuthSession;
  readonly #accountId: string | null;
  #step: RecoveryStep = 'reload';

  constructor(session: AuthSession) {
    this.#session = session;
    this.#accountId = accountIdOf(session.get());
  }

  /** Whether another step is left; credentials that cannot be refreshed have none. */
  hasNext(): boolean {
    return isRefreshable(this.#session.get()) && this.#step !== 'done';
  }

  async next(): Promise<RecoveryOutcome> {
    if (!this.hasNext()) return fail('No more recovery steps available.');
    return this.#step === 'reload' ? this.#reload() : this.#refresh();
  }

  async #reload(): Promise<RecoveryOutcome> {
    const event = await this.#session.reloadIfAccount(this.#accountId);
    this.#step = nextRecoveryStep(this.#step, event);
    return event === 'mismatch'
      ? fail(accountChangedMessage)
      : { kind: 'retry', changed: event === 'changed' };
  }

  async #refresh(): Promise<RecoveryOutcome> {
    const outcome = await this.#session.refresh({ force: true });
    const event = outcome.kind === 'failed' ? 'failed' : 'refreshed';
    this.#step = nextRecoveryStep(this.#step, event);
    return outcome.kind === 'failed'
      ? { kind: 'failed', failure: outcome.failure }
      : { kind: 'retry', changed: true };
  }
}

function fail(message: string): RecoveryOutcome {
  return { kind: 'failed', failure: permanentFailure('other', message) };
}
