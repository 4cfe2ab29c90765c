import type { ActivityPage } from '../../shared/activity.ts';
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
export class ActivityRequests {
  readonly #parts: ActivityRequestsParts;

  constructor(parts: ActivityRequestsParts) {
    this.#parts = parts;
  }

  async read(limit: number): Promise<ActivityPage> {
    return jsonWithTilde(await this.#parts.activity.read(limit), this.#parts.userHome);
  }

  /**
   * Exports all that is kept, redacted and oldest first, by the chosen name as CSV or JSON Lines.
   *
   * @throws {AppFailure} `file-unreadable` where a part of it cannot be read, and see `exportToFile`
   */
  export(): Promise<'saved' | 'cancelled'> {
    const { activity, exporting, now, userHome } = this.#parts;
    const day = new Date(now()).toISOString().slice(0, 10);
    const suggested = {
      title: 'Export activity',
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
      return exportText(entries.toReversed(), format);
    });
  }
}
