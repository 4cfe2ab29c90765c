import {
  activityEntrySchema,
  type ActivityAction,
  type ActivityEntry,
  type ActivityPage,
} from '../../shared/activity.ts';
import { parseJson } from '../base/json.ts';

/** The entries of a log, the newest first. Torn lines and those of other versions are counted. */
export function parseActivity(text: string): Omit<ActivityPage, 'unreadable'> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.flatMap((line): ActivityEntry[] => {
    const parsed = activityEntrySchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  return { entries: withoutEchoes(entries).reverse(), skipped: lines.length - entries.length };
}

/** Files and the log are watched, so that the app sees a change within this time. */
const echoMs = 5_000;

/** Drops what the app saw of a command's or rule's change: the order of the two is unknown. */
function withoutEchoes(entries: readonly ActivityEntry[]): ActivityEntry[] {
  return entries.filter((entry, index) => {
    if (entry.actor !== 'other-program') return true;
    const near = entries.slice(Math.max(0, index - neighbours), index + neighbours + 1);
    return !near.some((other) => isEchoOf(entry, other));
  });
}

const neighbours = 8;

function isEchoOf(echo: ActivityEntry, entry: ActivityEntry): boolean {
  const apartMs = Math.abs(Date.parse(echo.at) - Date.parse(entry.at));
  return (
    (entry.actor === 'command-line' || isRemoval(entry)) &&
    seenAs(entry).includes(echo.action) &&
    entry.account === echo.account &&
    isSameUser(entry, echo) &&
    apartMs <= echoMs
  );
}

/** An older version does not name the person. */
function isSameUser(a: ActivityEntry, b: ActivityEntry): boolean {
  return a.user === undefined || b.user === undefined || a.user === b.user;
}

/** A sign-in over the same account looks like a refresh, over a damaged one like a change. */
function seenAs({ action, outcome }: ActivityEntry): readonly ActivityAction[] {
  const bringsAnother = action === 'sign-in' || action === 'switch-account';
  return bringsAnother && outcome === 'done' ? ['sign-in', 'refresh', 'change'] : [action];
}

/** What is only announced may be another program's. */
function isRemoval({ actor, outcome }: ActivityEntry): boolean {
  return actor === 'policy' && outcome === 'done';
}
