import {
  activityEntrySchema,
  type ActivityAction,
  type ActivityEntry,
  type ActivityPage,
} from '../../shared/activity.ts';
import { parseJson } from '../base/json.ts';

/**
 * Reads the text of a log, the newest entry first. A line that a crash has torn,
 * or that another version wrote, is skipped and counted; empty lines are nothing.
 */
export function parseActivity(text: string): Omit<ActivityPage, 'unreadable'> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.flatMap((line): ActivityEntry[] => {
    const parsed = activityEntrySchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  return { entries: withoutEchoes(entries).reverse(), skipped: lines.length - entries.length };
}

/** How far a look of the app can be from what it sees, since files and the log itself are watched. */
const echoMs = 5_000;

/**
 * A `gatehouse` command that changes the sign-in, or removes it because a rule demands
 * that, records it, and the app, which sees the change, takes it for one of another
 * program. Such a second entry is left out here, because nobody can know when the first
 * one gets written.
 */
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
    apartMs <= echoMs
  );
}

/** A sign-in over the same account looks like a refresh, and over what is damaged like a change. */
function seenAs({ action, outcome }: ActivityEntry): readonly ActivityAction[] {
  return action === 'sign-in' && outcome === 'done' ? ['sign-in', 'refresh', 'change'] : [action];
}

/** What is only announced may well be done by another program. */
function isRemoval({ actor, outcome }: ActivityEntry): boolean {
  return actor === 'policy' && outcome === 'done';
}
