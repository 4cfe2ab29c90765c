import type { ActivityPage } from '../../shared/activity.ts';
import type { Activity } from '../activity/activity.ts';
import { exportText } from '../activity/export-text.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import type { Now } from '../ports.ts';
import { requireRule, RequestError } from './request-error.ts';

export interface ActivityRequestsParts {
  readonly activity: Pick<Activity, 'read'>;
  /** Asks the person for a file by this name; null where they want none. */
  readonly chooseFile: (suggestedName: string) => Promise<string | null>;
  readonly writeFile: (file: string, text: string) => Promise<void>;
  /** See `exportRule`. */
  readonly mayExport: () => RuleAnswer;
  readonly now: Now;
}

/** The activity log as the window asks for it. */
export class ActivityRequests {
  readonly #parts: ActivityRequestsParts;

  constructor(parts: ActivityRequestsParts) {
    this.#parts = parts;
  }

  read(limit: number): Promise<ActivityPage> {
    return this.#parts.activity.read(limit);
  }

  /**
   * Writes all that is kept, redacted and oldest first, where the person wants it:
   * as CSV under a name that ends so, else as JSON Lines.
   *
   * @throws {RequestError} `file-unwritable`, `forbidden-by-rule` or `rules-unknown`
   */
  async export(): Promise<'saved' | 'cancelled'> {
    const { activity, chooseFile, writeFile, mayExport, now } = this.#parts;
    requireRule(mayExport());
    const day = new Date(now()).toISOString().slice(0, 10);
    const file = await chooseFile(`gatehouse-activity-${day}.jsonl`);
    if (file === null) return 'cancelled';
    const { entries } = await activity.read();
    const format = file.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
    try {
      await writeFile(file, exportText(entries.toReversed(), format));
    } catch {
      throw new RequestError('file-unwritable', `The activity could not be written to ${file}.`);
    }
    return 'saved';
  }
}
