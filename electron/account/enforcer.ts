import type { RulePlace } from '../../shared/app-state.ts';
import type { Activity } from '../activity/activity.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { SerialQueue } from '../auth/serial-queue.ts';
import { errorTrace } from '../error-trace.ts';
import { Listeners } from '../listeners.ts';
import { enforceVerdict, type Enforcement } from '../policy/enforce-verdict.ts';
import type { Verdict, Violation } from '../policy/restriction-verdict.ts';
import { placeCode, placeOfRule } from '../policy/rule-place.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Delay, Log, LogFields, Now } from '../ports.ts';
import type { NoticeBoard } from './notice-board.ts';
import { enforcementNotice } from './notices.ts';

/** For how long a person can read what is about to be removed, and why. */
export const noticePeriodMs = 60_000;

export interface EnforcerParts {
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly log: Log;
  readonly now: Now;
  readonly delay: Delay;
  /** Whether a person can see what is announced: not on the command line, nor in the tray alone. */
  readonly isWatched: () => boolean;
  readonly verdict: () => Verdict;
  /** Reads rules and store again, and enforces what they say then. */
  readonly look: () => Promise<void>;
}

interface Announced {
  readonly violation: Violation;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * OWNER of the removal that a login rule demands. Where somebody can see it, it is
 * announced first and carried out when they have read it or after `noticePeriodMs`;
 * else at once. It is never put off again, and never skipped unless the rule, or what
 * is stored, is another one by then.
 */
export class Enforcer {
  readonly #parts: EnforcerParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #announced: Announced | null = null;
  #timer = new AbortController();
  /** The person knows already; a removal that failed is tried again without a word. */
  #isTold = false;

  constructor(parts: EnforcerParts) {
    this.#parts = parts;
    for (const owner of [parts.session, parts.rules]) {
      owner.onChange(() => {
        if (violationIn(parts.verdict()) === null) this.#withdraw();
      });
    }
  }

  /** What is about to be removed; null for nothing. */
  get(): Announced | null {
    return this.#announced;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Announces what the rules demand, or carries it out where that is due. */
  enforce(): Promise<Enforcement> {
    return this.#queue.run(() => this.#enforce());
  }

  /** The person has read what was announced, and does not wait. */
  async confirm(): Promise<void> {
    if (this.#announced === null) return;
    this.#record('confirmed', this.#announced.violation);
    await this.settle();
  }

  /** Carries out at once what was announced, such as before the program ends. It never rejects. */
  async settle(): Promise<void> {
    if (this.#announced === null) return;
    this.#isTold = true;
    await this.#lookAndEnforce();
  }

  async #enforce(): Promise<Enforcement> {
    const { session, verdict, notices } = this.#parts;
    const violation = violationIn(verdict());
    if (violation === null) {
      this.#isTold = false;
      this.#withdraw();
      return { kind: 'nothing' };
    }
    if (this.#isAnnounced(violation)) return { kind: 'announced', violation };
    this.#end();
    const credential = session.get();
    const enforcement = await enforceVerdict(violation, () =>
      session.signOut({ everywhere: false, judged: credential }),
    );
    if (enforcement.kind === 'changed') {
      // Nobody has been told of that one yet.
      this.#isTold = false;
      return this.#enforce();
    }
    if (enforcement.kind !== 'signedOut') return enforcement;
    const { removed } = enforcement;
    this.#log('login-rule-enforced', violation, { removed });
    notices.put(enforcementNotice(enforcement, this.#placeOf(violation)));
    this.#record(removed ? 'done' : 'failed:store', violation, credential);
    this.#isTold = !removed;
    return enforcement;
  }

  /** Whether the removal waits for the person, which it does once. */
  #isAnnounced(violation: Violation): boolean {
    const { isWatched, now, delay } = this.#parts;
    if (this.#isTold || !isWatched()) return false;
    if (this.#announced !== null) {
      this.#set({ violation, at: this.#announced.at });
      return now() < this.#announced.at;
    }
    this.#log('login-rule-announced', violation);
    this.#record('announced', violation);
    this.#set({ violation, at: now() + noticePeriodMs });
    this.#timer = new AbortController();
    delay(noticePeriodMs, this.#timer.signal).then(
      () => this.settle(),
      () => undefined,
    );
    return true;
  }

  /** What is stored may have become another sign-in in this moment, so that it is read again. */
  async #lookAndEnforce(): Promise<void> {
    try {
      await this.#parts.look();
    } catch (error) {
      this.#parts.log.error('enforcement.unexpected-error', errorTrace(error));
      await this.enforce();
    }
  }

  /** The rule is met now, or nothing is stored. */
  #withdraw(): void {
    const announced = this.#announced;
    if (announced === null) return;
    this.#end();
    if (this.#parts.session.get().kind !== 'signedOut') {
      this.#record('withdrawn', announced.violation);
    }
  }

  #end(): void {
    this.#timer.abort();
    this.#set(null);
  }

  /** Recorded without a place once the rule stands there no more. */
  #record(
    outcome: 'announced' | 'confirmed' | 'withdrawn' | 'done' | 'failed:store',
    violation: Violation,
    credential: Credential = this.#parts.session.get(),
  ): void {
    const { activity, rules } = this.#parts;
    const place = outcome === 'withdrawn' ? null : placeCode(this.#placeOf(violation), rules.get());
    const deed = {
      action: 'sign-out',
      outcome,
      credential,
      detail: violation.rule,
      place,
    } as const;
    if (outcome === 'confirmed') activity.recordForPerson(deed);
    else activity.record('policy', deed);
  }

  #log(event: string, violation: Violation, more: LogFields = {}): void {
    const { source, line, column } = this.#placeOf(violation);
    this.#parts.log.warn(event, { rule: violation.rule, source, line, column, ...more });
  }

  #placeOf(violation: Violation): RulePlace {
    return placeOfRule(violation, this.#parts.rules.get());
  }

  #set(announced: Announced | null): void {
    this.#announced = announced;
    this.#listeners.tell();
  }
}

function violationIn(verdict: Verdict): Violation | null {
  return verdict.kind === 'violated' && verdict.remedy === 'signOut' ? verdict : null;
}
