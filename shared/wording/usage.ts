import type { ShownUsage, ShownUsageWindow, UsageProblem, UsageWindow } from '../usage.ts';

const hour = 60;
const day = 24 * hour;

const named = new Map([
  [day, 'Daily limit'],
  [7 * day, 'Weekly limit'],
  [30 * day, 'Monthly limit'],
]);

/** What a window is called, by its length: "5-hour limit", "Weekly limit". */
export function usageWindowName({ of, minutes }: Pick<UsageWindow, 'of' | 'minutes'>): string {
  const name = lengthName(minutes);
  return of === null ? name : `${of}: ${name}`;
}

function lengthName(minutes: number | null): string {
  if (minutes === null) return 'Usage limit';
  const known = named.get(minutes);
  if (known !== undefined) return known;
  if (minutes % day === 0) return `${minutes / day}-day limit`;
  if (minutes % hour === 0) return `${minutes / hour}-hour limit`;
  return `${minutes}-minute limit`;
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
  if (window.isPast) return 'reset since it was read';
  const { used, left } = usagePercents(window);
  return `${used}% used, ${left}% left`;
}

export function creditsText({
  isUnlimited,
  balance,
}: NonNullable<NonNullable<ShownUsage['reading']>['credits']>): string {
  if (isUnlimited) return 'unlimited';
  return balance === null ? 'some left' : `${balance} left`;
}

/** What the tray says in one line; null for nothing. `timeText`: a time as people say it. */
export function usageLine(usage: ShownUsage, timeText: (at: number) => string): string | null {
  const { reading } = usage;
  const windows = reading?.windows.filter(({ of, isPast }) => of === null && !isPast) ?? [];
  if (reading === null || windows.length === 0) return null;
  const parts = windows.map((window) => {
    const name = lengthName(window.minutes)
      .replace(/ limit$/, '')
      .toLowerCase();
    return `${name === 'usage' ? '' : `${name} `}${usagePercents(window).left}%`;
  });
  return `Left at ${timeText(reading.readAt)}: ${parts.join(', ')}`;
}

/** Why there is no later reading, and what to do. `timeText`: a time as people say it. */
export function usageProblemText(
  { code, codexVersion, nextAt }: UsageProblem,
  timeText: (at: number) => string,
): string {
  const again = nextAt === null ? '' : ` Gatehouse asks again after ${timeText(nextAt)}.`;
  switch (code) {
    case 'no-chatgpt-sign-in':
      return 'Only a ChatGPT sign-in has usage limits.';
    case 'not-allowed':
      return 'Nothing is asked with this sign-in while the login rules do not allow it.';
    case 'no-workspace':
      return 'The sign-in does not say which workspace it is for. Sign in again.';
    case 'token-ended':
      return 'The access token has ended. Refresh it, then look again.';
    case 'other-service':
      return 'This sign-in is not of ChatGPT, so ChatGPT is not asked about it.';
    case 'offline':
      return 'This computer is offline.';
    case 'no-codex':
      return 'No Codex CLI was found that only you and the administrator can change. Install Codex, then look again.';
    case 'untested-codex':
      return codexVersion === null
        ? 'The Codex CLI here does not say its version. Update Codex, then look again.'
        : `Codex ${codexVersion} is too old to be asked. Update Codex, then look again.`;
    case 'unsupported':
      return `This Codex does not tell usage limits for an access token alone.${again}`;
    case 'refused':
      return `ChatGPT refused to tell the usage limits.${again}`;
    case 'too-many-requests':
      return `ChatGPT was asked too often.${again}`;
    case 'failed':
      return `Codex could not get the usage limits.${again}`;
  }
}
