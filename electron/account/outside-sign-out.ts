import type { Activity, CredentialEvent } from '../activity/activity.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import { errorTrace } from '../base/error-trace.ts';
import type { CodexLoading } from '../policy/codex-loading.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import { positionCode, positionOfRule } from '../policy/config-layer.ts';
import { removalDemand } from '../policy/removal-demand.ts';
import type { Delay, Log } from '../ports.ts';
import type { NoticeBoard } from './notice-board.ts';
import { outsideSignOutNotice } from './notices.ts';

export interface OutsideSignOutParts {
  readonly session: Pick<AuthSession, 'get'>;
  readonly inForce: Pick<RulesInForce, 'settingsFor'>;
  readonly loading: Pick<CodexLoading, 'get'>;
  readonly notices: Pick<NoticeBoard, 'put'>;
  readonly activity: Pick<Activity, 'record' | 'read'>;
  readonly delay: Delay;
  readonly log: Log;
}

/** A `gatehouse` command records what it did a moment after it is seen. */
const commandRecordsMs = 1_000;

/** The command's own entry is among so many of the latest. */
const entriesLookedAt = 8;

/** Records that another program has removed the sign-in, and says what is known of why. */
export class OutsideSignOut {
  readonly #parts: OutsideSignOutParts;

  constructor(parts: OutsideSignOutParts) {
    this.#parts = parts;
  }

  /** `isTold`: by a notice, unless a `gatehouse` command turns out to have done it. */
  record(event: CredentialEvent, isTold: boolean): void {
    const { inForce, loading, activity, log } = this.#parts;
    const settings = inForce.settingsFor(event.credential);
    // Codex removes nothing where it does not start.
    const isStopped = loading.get()?.because === 'config';
    const demand = isStopped ? null : removalDemand(settings.rules, event.credential);
    const position = demand && positionOfRule(demand, settings);
    const explained =
      demand === null || position === null
        ? event
        : {
            ...event,
            detail: demand.because === 'signIn' ? demand.rule : 'start',
            place: positionCode(position, settings),
          };
    activity.record('other-program', explained);
    if (!isTold) return;
    const explanation = demand && position && { because: demand.because, place: position };
    this.#tell(explanation).catch((error: unknown) =>
      log.error('outside-sign-out.unexpected-error', errorTrace(error)),
    );
  }

  async #tell(explanation: Parameters<typeof outsideSignOutNotice>[0]): Promise<void> {
    const { session, notices, activity, delay } = this.#parts;
    await delay(commandRecordsMs, new AbortController().signal);
    const { entries } = await activity.read(entriesLookedAt);
    const latest = entries.find(({ action }) => action === 'sign-out' || action === 'sign-in');
    const isStillOut = session.get().kind === 'signedOut';
    if (!isStillOut || latest?.actor !== 'other-program') return;
    notices.put(outsideSignOutNotice(explanation));
  }
}
