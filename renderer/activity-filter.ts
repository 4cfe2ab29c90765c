import type { ActivityActor, ActivityEntry } from '../shared/activity.ts';
import { activityEntryTexts } from '../shared/texts/activity-entries.ts';
import { whoseText } from '../shared/wording/activity.ts';
import { outcomeText, whatText } from '../shared/wording/activity-phrases.ts';

export interface ActivityFilter {
  readonly actor: ActivityActor | 'anyone';
  /** Words that all have to stand in what is shown of an entry, in any case and order. */
  readonly text: string;
}

export const everything: ActivityFilter = { actor: 'anyone', text: '' };

export function filterActivity(
  entries: readonly ActivityEntry[],
  { actor, text }: ActivityFilter,
): ActivityEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (actor !== 'anyone' && entry.actor !== actor) return false;
    const shown = shownText(entry);
    return words.every((word) => shown.includes(word));
  });
}

/** What is shown, and the codes beside it: people know those from the log file. */
function shownText(entry: ActivityEntry): string {
  const { actor, action, outcome } = entry;
  return [
    whatText(entry),
    outcomeText(entry),
    activityEntryTexts.actors[actor](),
    whoseText(entry),
    action,
    outcome,
  ]
    .join(' ')
    .toLowerCase();
}

export interface ActivityDay {
  /** The first entry's time, which stands for the whole day. */
  readonly at: number;
  readonly entries: readonly ActivityEntry[];
}

/** Entries by the day they belong to where the person is, in the order in which they came. */
export function byDay(entries: readonly ActivityEntry[]): ActivityDay[] {
  const days = new Map<string, { at: number; entries: ActivityEntry[] }>();
  for (const entry of entries) {
    const at = Date.parse(entry.at);
    const day = new Date(at).toDateString();
    const known = days.get(day);
    if (known) known.entries.push(entry);
    else days.set(day, { at, entries: [entry] });
  }
  return [...days.values()];
}
