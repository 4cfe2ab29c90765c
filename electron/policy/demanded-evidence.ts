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

/** Timers stop while a machine sleeps and clocks are set, so none runs for longer. */
const longestWaitMs = 60_000;
const shortestWaitMs = 1_000;

/** Has the sign-in verified while a rule demands that: at once, after changes, and until it is known. */
export class DemandedEvidence {
  readonly #parts: DemandedEvidenceParts;
  #timer: AbortController | null = null;
  #listening: (() => void)[] = [];
  #isRunning = true;

  constructor(parts: DemandedEvidenceParts) {
    this.#parts = parts;
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    const { rules, session } = this.#parts;
    this.#listening = [rules, session].map((owner) => owner.onChange(() => void this.look()));
    await this.look();
  }

  /** Looks where a rule demands it, unless the issuer was asked just now. */
  async look(): Promise<void> {
    this.#timer?.abort();
    const { rules, session, evidence } = this.#parts;
    const known = rules.get().rules;
    const credential = session.get();
    if (known.kind === 'unknown' || !needsEvidence(known.rules, credential)) return;
    const found = await evidence.look(credential);
    if (found.kind === 'pending') this.#tryLater();
  }

  /** As `look`, but at once: a person asked, or the machine woke up. */
  async lookNow(): Promise<void> {
    this.#parts.evidence.hurry();
    await this.look();
  }

  stop(): void {
    this.#isRunning = false;
    for (const stopListening of this.#listening) stopListening();
    this.#timer?.abort();
  }

  #tryLater(): void {
    const { evidence, now, delay, isLasting } = this.#parts;
    if (!isLasting || !this.#isRunning) return;
    this.#timer?.abort();
    const timer = (this.#timer = new AbortController());
    const waitMs = Math.min(Math.max(evidence.retryAt() - now(), shortestWaitMs), longestWaitMs);
    delay(waitMs, timer.signal).then(
      () => this.look(),
      () => undefined,
    );
  }
}
