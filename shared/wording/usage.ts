import { usageLimitTexts as texts } from '../texts/usage-limits.ts';
import type { ShownUsage, ShownUsageWindow, UsageProblem, UsageWindow } from '../usage.ts';
import { commaList } from './lists.ts';

const hour = 60;
const day = 24 * hour;

/** How a window is named by its length in minutes: "5-hour", "weekly". */
type Length =
  | { readonly by: 'unknown' | 'daily' | 'weekly' | 'monthly' }
  | { readonly by: 'days' | 'hours' | 'minutes'; readonly count: number };

function lengthOf(minutes: number | null): Length {
  if (minutes === null) return { by: 'unknown' };
  if (minutes === day) return { by: 'daily' };
  if (minutes === 7 * day) return { by: 'weekly' };
  if (minutes === 30 * day) return { by: 'monthly' };
  if (minutes % day === 0) return { by: 'days', count: minutes / day };
  if (minutes % hour === 0) return { by: 'hours', count: minutes / hour };
  return { by: 'minutes', count: minutes };
}

/** What a window is called, by its length: "5-hour limit", "Weekly limit". */
export function usageWindowName({ of, minutes }: Pick<UsageWindow, 'of' | 'minutes'>): string {
  const length = lengthOf(minutes);
  const name =
    'count' in length ? texts.names[length.by]({ count: length.count }) : texts.names[length.by]();
  return of === null ? name : texts.names.ofOne({ of, name });
}

/** Whole percents; together they are 100. */
export function usagePercents({ usedPercent }: Pick<UsageWindow, 'usedPercent'>): {
  readonly used: number;
  readonly left: number;
} {
  const used = Math.round(usedPercent);
  return { used, left: 100 - used };
}

/** "42% used, 58% left", or that it does not count any more. */
export function usageAmount(window: ShownUsageWindow): string {
  return window.isPast ? texts.isPast() : texts.amount(usagePercents(window));
}

export function creditsText({
  isUnlimited,
  balance,
}: NonNullable<NonNullable<ShownUsage['reading']>['credits']>): string {
  if (isUnlimited) return texts.credits.unlimited();
  return balance === null ? texts.credits.some() : texts.credits.balance({ balance });
}

/** What the tray says in one line; null for nothing. `timeText`: a time as people say it. */
export function usageLine(usage: ShownUsage, timeText: (at: number) => string): string | null {
  const { reading } = usage;
  const windows = reading?.windows.filter(({ of, isPast }) => of === null && !isPast) ?? [];
  if (reading === null || windows.length === 0) return null;
  const limits = windows.map((window) => {
    const length = lengthOf(window.minutes);
    const { left } = usagePercents(window);
    return 'count' in length
      ? texts.line[length.by]({ count: length.count, left })
      : texts.line[length.by]({ left });
  });
  return texts.line.whole({ time: timeText(reading.readAt), limits: commaList(limits) });
}

/** Why there is no later reading, and what to do. `timeText`: a time as people say it. */
export function usageProblemText(
  { code, codexVersion, nextAt }: UsageProblem,
  timeText: (at: number) => string,
): string {
  switch (code) {
    case 'untested-codex':
      return codexVersion === null
        ? texts.codexWithoutVersion()
        : texts.codexTooOld({ version: codexVersion });
    case 'unsupported':
    case 'refused':
    case 'too-many-requests':
    case 'failed':
      return nextAt === null
        ? texts.problems[code]()
        : `${texts.problems[code]()} ${texts.askedAgain({ time: timeText(nextAt) })}`;
    case 'no-chatgpt-sign-in':
    case 'no-codex':
    case 'no-workspace':
    case 'not-allowed':
    case 'offline':
    case 'other-service':
    case 'token-ended':
      return texts.problems[code]();
  }
}
