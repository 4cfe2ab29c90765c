import type { UsageReading, UsageWindow } from '../../shared/usage.ts';
import { shownName } from '../base/unseen-characters.ts';
import type { CodexAnswerTo } from './codex-methods.ts';

type RateLimits = CodexAnswerTo<'account/rateLimits/read'>;
type Limit = RateLimits['rateLimits'];
type Window = NonNullable<Limit['primary']>;

/** The service may tell of a window for each model. */
const mostWindows = 12;

/**
 * Usage limits as Codex CLI 0.171.0 answers them; null where the answer is of another account.
 *
 * @param now milliseconds since the epoch
 */
export function usageReadingOf(
  answer: RateLimits,
  accountId: string,
  now: number,
): UsageReading | null {
  if ((answer.accountId ?? accountId) !== accountId) return null;
  const { rateLimits } = answer;
  const own = rateLimits.limitId ?? 'codex';
  const others = Object.entries(answer.rateLimitsByLimitId ?? {}).filter(([id]) => id !== own);
  const windows = [
    ...windowsOf(rateLimits, null),
    ...others.flatMap(([id, limit]) => windowsOf(limit, shownName(limit.limitName ?? id))),
  ];
  const { credits } = rateLimits;
  const hasCredits = credits !== null && (credits.hasCredits || credits.unlimited);
  return {
    readAt: now,
    windows: windows.slice(0, mostWindows),
    credits: hasCredits
      ? {
          isUnlimited: credits.unlimited,
          balance: credits.balance && shownName(credits.balance),
        }
      : null,
  };
}

function windowsOf({ primary, secondary }: Limit, of: string | null): readonly UsageWindow[] {
  return [primary, secondary]
    .filter((window) => window !== null)
    .map((window) => ({ of, ...windowOf(window) }));
}

function windowOf({ usedPercent, windowDurationMins, resetsAt }: Window) {
  return {
    minutes: (windowDurationMins ?? 0) > 0 ? windowDurationMins : null,
    usedPercent: Math.min(Math.max(usedPercent, 0), 100),
    resetsAt: resetsAt === null ? null : resetsAt * 1000,
  };
}
