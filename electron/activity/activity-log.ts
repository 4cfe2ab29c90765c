import type { ActivityEntry, ActivityPage } from '../../shared/activity.ts';

/** Where entries are kept. Programs of the same user share it and add to it at the same time. */
export interface ActivityLog {
  /** Adds an entry. It never throws: what cannot be written must not stop what is recorded. */
  record(entry: ActivityEntry): void;
  /** The latest entries, the newest first; all that are kept where no limit is given. */
  read(limit?: number): Promise<ActivityPage>;
}
