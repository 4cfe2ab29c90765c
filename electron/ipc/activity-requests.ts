import type { ActivityFilter, ActivityPage } from '../../shared/activity.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { filterActivity } from '../../shared/wording/activity-filter.ts';
import type { Activity } from '../activity/activity.ts';
import { exportText } from '../activity/export-text.ts';
import { AppFailure } from '../base/app-failure.ts';
import { jsonWithTilde, withTilde } from '../base/home-folder.ts';
import type { Now } from '../ports.ts';
import { exportToFile, type ExportTools } from './export-to-file.ts';

export interface ActivityRequestsParts {
  readonly activity: Pick<Activity, 'read'>;
  readonly exporting: ExportTools;
  readonly now: Now;
  /** Absolute; shown as a tilde. */
  readonly userHome: string;
}

/** The activity log as the window asks for it. */
export function activityRequests({ activity, exporting, now, userHome }: ActivityRequestsParts) {
  return {
    read: async (limit: number): Promise<ActivityPage> =>
      jsonWithTilde(await activity.read(limit), userHome),

    /**
     * Exports all that is kept and fits, redacted and oldest first, by the chosen name as CSV or
     * JSON Lines.
     *
     * @param accounts by whose names entries are found
     * @throws {AppFailure} `file-unreadable` where a part of it cannot be read, and see `exportToFile`
     */
    export: (filter: ActivityFilter, accounts: readonly SavedAccount[]) => {
      const day = new Date(now()).toISOString().slice(0, 10);
      const suggested = {
        title: texts.exports.activity(),
        name: `gatehouse-activity-${day}.jsonl`,
        formats: [
          { name: 'JSON Lines', extension: 'jsonl' },
          { name: 'CSV', extension: 'csv' },
        ],
      };
      return exportToFile(exporting, suggested, async (file) => {
        const { entries, unreadable } = await activity.read();
        if (unreadable !== null)
          throw new AppFailure('file-unreadable', withTilde(unreadable, userHome));
        const format = file.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
        return exportText(filterActivity(entries, filter, accounts).toReversed(), format);
      });
    },
  };
}

export type ActivityRequests = ReturnType<typeof activityRequests>;
