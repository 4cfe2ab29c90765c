import type { AuthSession } from '../auth/auth-session.ts';
import type { Delay, Now } from '../ports.ts';
import type { WorkspaceEvidence } from './workspace-evidence.ts';
import { needsEvidence } from './restriction-verdict.ts';
import type { RulesOwner } from './rules-owner.ts';

export interface DemandedEvidenceParts {
  readonly rules: Pick<RulesOwner, 'get' | 'onChange'>;
  readonly session: Pick<AuthSession, 'get' | 'onChange'>;
  readonly evidence: Pick<WorkspaceEvidence, 'hurry' | 'look' | 'retryAt'>;
  readonly now: Now;
  readonly delay: Delay;
  /** False for a program that ends before another try could help. */
  readonly isLasting: boolean;
}

/**
 * Timers stand still while a machine sleeps, and clocks are set: none runs for longer
 * than this, and there is a pause between two tries in any case.
 */
const longestWaitMs = 60_000;
const shortestWaitMs = 1_000;

/**
 * OWNER of having the sign-in verified while a rule demands that: now, after every
 * change, and again and again while it is not told yet. Without such a rule the issuer
 * is asked for nothing.
 */
export class DemandedEvidence {
  readonly #parts: DemandedEvidenceParts;
  #timer = new AbortController();
  #listening: (() => void)[] = [];
  #isRunning = true;

  constructor(parts: DemandedEvidenceParts) {
    this.#parts = parts;
  }

  /** @returns a promise that resolves when it was looked at for the first time. */
  async start(): Promise<void> {
    const { rules, session } = this.#parts;
    this.#listening = [rules, session].map((owner) => owner.onChange(() => void this.look()));
    await this.look();
  }

  /** Looks where that is demanded. The issuer is left alone where it was asked just now. */
  async look(): Promise<void> {
    this.#timer.abort();
    const { rules, session, evidence } = this.#parts;
    const known = rules.get().rules;
    const credential = session.get();
    if (known.kind === 'unknown' || !needsEvidence(known.rules, credential)) return;
    const found = await evidence.look(credential);
    if (found.kind === 'pending') this.#tryLater();
  }

  /** As `look`, where a person asked for it or the machine woke up: at once in any case. */
  async lookNow(): Promise<void> {
    this.#parts.evidence.hurry();
    await this.look();
  }

  stop(): void {
    this.#isRunning = false;
    for (const stopListening of this.#listening) stopListening();
    this.#timer.abort();
  }

  #tryLater(): void {
    const { evidence, now, delay, isLasting } = this.#parts;
    if (!isLasting || !this.#isRunning) return;
    this.#timer.abort();
    this.#timer = new AbortController();
    const waitMs = Math.min(Math.max(evidence.retryAt() - now(), shortestWaitMs), longestWaitMs);
    delay(waitMs, this.#timer.signal).then(
      () => this.look(),
      () => undefined,
    );
  }
}
