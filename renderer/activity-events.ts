import type { ActivityEntry } from '../shared/activity.ts';

/** What happened, with the entries that led to it. */
export interface ActivityEvent {
  readonly entry: ActivityEntry;
  /** The newest first. */
  readonly before: readonly ActivityEntry[];
}

/** Entries, the newest first, as events: what a rule removed was announced, and perhaps agreed to. */
export function eventsOf(entries: readonly ActivityEntry[]): ActivityEvent[] {
  const told = new Set<ActivityEntry>();
  return entries.flatMap((entry, index) => {
    if (told.has(entry)) return [];
    const before = canEndRemoval(entry) ? stepsBefore(entry, entries.slice(index + 1)) : [];
    for (const step of before) told.add(step);
    return [{ entry, before }];
  });
}

const steps = ['announced', 'confirmed'];

/** Whether it may be what an announced removal came to, or has come to so far. */
function canEndRemoval({ action, actor, outcome }: ActivityEntry): boolean {
  if (action !== 'sign-out' || outcome === 'announced') return false;
  return actor === 'policy' || ['confirmed', 'withdrawn', 'withheld'].includes(outcome);
}

/** The steps of one removal, back to where it was announced. @param older the newest first. */
function stepsBefore(
  { account, user }: ActivityEntry,
  older: readonly ActivityEntry[],
): ActivityEntry[] {
  const signOuts = older.filter(
    (entry) => entry.action === 'sign-out' && entry.account === account && entry.user === user,
  );
  const others = signOuts.findIndex(({ outcome }) => !steps.includes(outcome));
  const found = others < 0 ? signOuts : signOuts.slice(0, others);
  const first = found.findIndex(({ outcome }) => outcome === 'announced');
  return first < 0 ? [] : found.slice(0, first + 1);
}

export interface ActivityDay {
  /** The first event's time, which stands for the whole day. */
  readonly at: number;
  readonly events: readonly ActivityEvent[];
}

/** Events by the day they belong to where the person is, in the order in which they came. */
export function byDay(events: readonly ActivityEvent[]): ActivityDay[] {
  const days = new Map<string, { at: number; events: ActivityEvent[] }>();
  for (const event of events) {
    const at = Date.parse(event.entry.at);
    const day = new Date(at).toDateString();
    const known = days.get(day);
    if (known) known.events.push(event);
    else days.set(day, { at, events: [event] });
  }
  return [...days.values()];
}
