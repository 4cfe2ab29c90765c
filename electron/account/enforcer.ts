import type { RulePosition } from '../../shared/app-state.ts';
import type { Activity } from '../activity/activity.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { errorTrace } from '../base/error-trace.ts';
import { Listeners } from '../base/listeners.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import type { CodexLoading } from '../policy/codex-loading.ts';
import { enforceVerdict, type Enforcement } from '../policy/enforce-verdict.ts';
import type { Verdict, Violation } from '../policy/verdict.ts';
import { positionCode, positionOfRule } from '../policy/config-layer.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Delay, Log, LogFields, Now } from '../ports.ts';
import type { NoticeBoard } from './notice-board.ts';
import { enforcementNotice } from './notices.ts';

/** A person can read for so long what is about to be removed, and why. */
export const noticePeriodMs = 60_000;

/** Keeps the saved accounts right about what is in use here. Nothing of it throws. */
export interface AccountFollower {
  /** After whatever may have changed it. */
  look(): Promise<void>;
  /** Gatehouse has removed it here. */
  left(credential: Credential, by: 'person' | 'rule'): Promise<void>;
}

export interface EnforcerParts {
  readonly accounts: AccountFollower;
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly inForce: Pick<RulesInForce, 'get'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly log: Log;
  readonly now: Now;
  readonly delay: Delay;
  /** Not on the command line, nor in the tray alone. */
  readonly isWatched: () => boolean;
  readonly loading: Pick<CodexLoading, 'look' | 'isKnown'>;
  readonly verdict: () => Verdict;
  readonly reread: () => Promise<unknown>;
  readonly look: () => Promise<void>;
}

interface Announced {
  readonly violation: Violation;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * OWNER of the removal that a login rule demands. Where somebody can see it, it is announced and
 * carried out once they confirm or after `noticePeriodMs`; else at once. It is put off once, and
 * skipped only where rule or stored sign-in have changed, or Codex would not remove it: that is
 * found out before it is announced and again before it is carried out.
 */
export class Enforcer {
  readonly #parts: EnforcerParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #announced: Announced | null = null;
  #timer: AbortController | null = null;
  /** A failed removal is repeated without another announcement. */
  #personKnows = false;
  /** What was last recorded of a withheld removal. */
  #withheld: string | null = null;
  /** Whether a notice says that the last removal failed. */
  #tellsFailure = false;

  constructor(parts: EnforcerParts) {
    this.#parts = parts;
    for (const owner of [parts.session, parts.rules]) {
      owner.onChange(() => {
        if (violationIn(parts.verdict()) === null) this.#withdraw();
        this.#takeDown();
      });
    }
  }

  get(): Announced | null {
    return this.#announced;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Announces what the rules demand, or carries it out where it is due. */
  enforce(): Promise<Enforcement> {
    return this.#queue.run(() => this.#enforce());
  }

  async confirm(): Promise<void> {
    if (this.#announced === null) return;
    this.#record('confirmed', this.#announced.violation);
    await this.settle();
  }

  /** Carries out at once what was announced. It never rejects. */
  async settle(): Promise<void> {
    if (this.#announced === null) return;
    this.#personKnows = true;
    await this.#lookAndEnforce();
  }

  async #enforce(): Promise<Enforcement> {
    const { session, notices, workspaceNames } = this.#parts;
    const violation = await this.#provenViolation();
    if (violation === null) {
      this.#personKnows = false;
      this.#withheld = null;
      this.#withdraw();
      return { kind: 'nothing' };
    }
    if (violation.withheld !== null) return this.#withhold(violation);
    this.#withheld = null;
    if (this.#isAnnounced(violation)) return { kind: 'announced', violation };
    this.#end();
    const credential = session.get();
    const enforcement = await enforceVerdict(violation, () =>
      session.signOut({ everywhere: false, judged: credential }),
    );
    if (enforcement.kind === 'changed') {
      this.#personKnows = false;
      return this.#enforce();
    }
    if (enforcement.kind !== 'signedOut') return enforcement;
    const { removed } = enforcement;
    if (removed) await this.#parts.accounts.left(credential, 'rule');
    this.#log('login-rule-enforced', violation, { removed });
    this.#tellsFailure = !removed;
    const place = this.#placeOf(violation);
    notices.put(enforcementNotice(enforcement, place, workspaceNames.get()));
    this.#record(removed ? 'done' : 'failed:store', violation, credential);
    this.#personKnows = !removed;
    return enforcement;
  }

  /** By files, record and Codex as they are now; again when it is due or a file has changed. */
  async #provenViolation(): Promise<Violation | null> {
    const { loading, verdict, reread } = this.#parts;
    const violation = violationIn(verdict());
    if (violation === null || violation.withheld?.because === 'environment') return violation;
    if (this.#mayWait() && this.#announced !== null && loading.isKnown()) return violation;
    await loading.look();
    await reread();
    return violationIn(verdict());
  }

  #withhold(violation: Violation): Enforcement {
    this.#end();
    this.#personKnows = false;
    const state = JSON.stringify([violation.rule, violation.source, violation.withheld]);
    if (this.#withheld !== state) {
      this.#withheld = state;
      this.#log('login-rule-withheld', violation, { because: violation.withheld?.because ?? null });
      this.#record('withheld', violation);
    }
    return { kind: 'withheld', violation };
  }

  #mayWait(): boolean {
    const { isWatched, now } = this.#parts;
    if (this.#personKnows || !isWatched()) return false;
    return this.#announced === null || now() < this.#announced.at;
  }

  /** A removal that failed is over once no rule demands it, though the account is the same. */
  #takeDown(): void {
    if (!this.#tellsFailure || violationIn(this.#parts.verdict()) !== null) return;
    this.#tellsFailure = false;
    this.#parts.notices.remove('enforced');
  }

  /** Whether the removal waits for the person, which it does once. */
  #isAnnounced(violation: Violation): boolean {
    const { now, delay } = this.#parts;
    if (!this.#mayWait()) return false;
    if (this.#announced !== null) {
      this.#set({ violation, at: this.#announced.at });
      return true;
    }
    this.#log('login-rule-announced', violation);
    this.#record('announced', violation);
    this.#set({ violation, at: now() + noticePeriodMs });
    const timer = (this.#timer = new AbortController());
    delay(noticePeriodMs, timer.signal).then(
      () => this.settle(),
      () => undefined,
    );
    return true;
  }

  /** Another sign-in may have been stored in this moment. */
  async #lookAndEnforce(): Promise<void> {
    try {
      await this.#parts.look();
    } catch (error) {
      this.#parts.log.error('enforcement.unexpected-error', errorTrace(error));
      await this.enforce();
    }
  }

  #withdraw(): void {
    const announced = this.#announced;
    if (announced === null) return;
    this.#end();
    if (this.#parts.session.get().kind !== 'signedOut') {
      this.#record('withdrawn', announced.violation);
    }
  }

  #end(): void {
    this.#timer?.abort();
    this.#set(null);
  }

  /** A withdrawn rule has no place any more. */
  #record(
    outcome: 'announced' | 'confirmed' | 'withdrawn' | 'withheld' | 'done' | 'failed:store',
    violation: Violation,
    credential: Credential = this.#parts.session.get(),
  ): void {
    const { activity, inForce } = this.#parts;
    const place =
      outcome === 'withdrawn' ? null : positionCode(this.#placeOf(violation), inForce.get());
    const detail = violation.rule;
    const event = { action: 'sign-out', outcome, credential, detail, place } as const;
    if (outcome === 'confirmed') activity.recordForPerson(event);
    else activity.record('policy', event);
  }

  #log(event: string, violation: Violation, more: LogFields = {}): void {
    const { source, line, column } = this.#placeOf(violation);
    this.#parts.log.warn(event, { rule: violation.rule, source, line, column, ...more });
  }

  #placeOf(violation: Violation): RulePosition {
    return positionOfRule(violation, this.#parts.inForce.get());
  }

  #set(announced: Announced | null): void {
    this.#announced = announced;
    this.#listeners.tell();
  }
}

function violationIn(verdict: Verdict): Violation | null {
  return verdict.kind === 'violated' && verdict.remedy === 'signOut' ? verdict : null;
}
