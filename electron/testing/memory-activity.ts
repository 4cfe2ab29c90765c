import type { ActivityEntry } from '../../shared/activity.ts';
import type { ActivityLog } from '../activity/activity.ts';
import { parseActivity } from '../activity/parse-activity.ts';

export interface MemoryActivity extends ActivityLog {
  /** What was recorded, oldest first. */
  readonly entries: readonly ActivityEntry[];
  /** The same in short: actor, action, outcome and detail. */
  told(): string[];
}

/** An activity log in memory. */
export function memoryActivity(): MemoryActivity {
  const entries: ActivityEntry[] = [];
  return {
    entries,
    told: () =>
      entries.map(({ actor, action, outcome, detail }) =>
        [actor, action, outcome, ...(detail === null ? [] : [detail])].join(' '),
      ),
    record: (entry) => void entries.push(entry),
    read: (limit) => {
      const page = parseActivity(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      return Promise.resolve({ ...page, entries: page.entries.slice(0, limit), unreadable: null });
    },
  };
}
