import { readFile } from 'node:fs/promises';

import type { ActivityLog } from '../activity/activity-log.ts';
import { parseActivity } from '../activity/parse-activity.ts';
import { isErrno } from '../system-errors/system-code.ts';
import { appendLine, rotatedFiles } from './rotating-file.ts';

export interface ActivityFileOptions {
  /** Gatehouse's own data, the same for the app and the command line. */
  readonly dataFolder: string;
  readonly maxBytes?: number | undefined;
}

/** Folder and name of the activity log. */
export function activityFileIn(dataFolder: string) {
  return { folder: `${dataFolder}/activity`, name: 'activity.jsonl' } as const;
}

/**
 * The activity log as JSON Lines in `activity/activity.jsonl`, with the three files
 * before it beside it. The app and any number of commands can use it at once.
 *
 * What cannot be written is lost, and what cannot be read is not there: neither
 * may stop a sign-in.
 */
export function openActivityFile({ dataFolder, maxBytes }: ActivityFileOptions): ActivityLog {
  const file = { ...activityFileIn(dataFolder), maxBytes };
  return {
    record(entry) {
      try {
        appendLine(file, JSON.stringify(entry));
      } catch {
        // There is no second place to tell it, and what is recorded has been done.
      }
    },
    async read(limit = Infinity) {
      let text = '';
      let page = parseActivity(text);
      for (const older of rotatedFiles(file)) {
        if (page.entries.length >= limit) break;
        text = `${await textOf(older)}\n${text}`;
        page = parseActivity(text);
      }
      return { ...page, entries: page.entries.slice(0, limit) };
    },
  };
}

/** A file that was put away meanwhile is read under its next name, or is gone. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && isErrno(error, 'ENOENT', 'EACCES', 'EPERM', 'EISDIR')) return '';
    throw error;
  }
}
