import { fileTexts } from '../../shared/texts/files.ts';
import type { ActivityLog } from '../activity/activity.ts';
import { parseActivity } from '../activity/parse-activity.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { lstat, readdir } from '../files/look.ts';
import { appendLine, rotatedFiles } from './rotating-file.ts';

export interface ActivityFileOptions {
  readonly dataFolder: string;
  readonly maxBytes?: number | undefined;
}

const maxReadBytes = 16 * 1024 * 1024;

export function activityFileIn(dataFolder: string) {
  return { folder: `${dataFolder}/activity`, name: 'activity.jsonl' } as const;
}

/**
 * The activity log as JSON Lines in `activity/activity.jsonl`. It never throws, so as not to stop
 * a sign-in: what cannot be written is lost, and `read` says what is unreadable.
 */
export function openActivityFile({ dataFolder, maxBytes }: ActivityFileOptions): ActivityLog {
  const file = { ...activityFileIn(dataFolder), maxBytes };
  return {
    record(entry) {
      try {
        appendLine(file, JSON.stringify(entry));
      } catch {
        // What is recorded has been done already.
      }
    },
    async read(limit = Infinity) {
      let text = '';
      let page = parseActivity(text);
      let unreadable = await folderProblem(file.folder);
      for (const older of rotatedFiles(file)) {
        if (page.entries.length >= limit) break;
        const found = await textOf(older);
        unreadable ??= found.problem;
        text = `${found.text}\n${text}`;
        page = parseActivity(text);
      }
      return { ...page, entries: page.entries.slice(0, limit), unreadable };
    },
  };
}

async function textOf(file: string): Promise<{ text: string; problem: string | null }> {
  const found = await readRegularFile(file, maxReadBytes);
  switch (found.kind) {
    case 'bytes':
      return { text: found.bytes.toString('utf8'), problem: null };
    case 'absent':
      return {
        text: '',
        problem: (await isThere(file))
          ? fileTexts.notReadable({ place: file, reason: fileTexts.faults.deadLink() })
          : null,
      };
    case 'notRegular':
    case 'tooLarge':
    case 'failed':
      return { text: '', problem: fileTexts.notReadable({ place: file, reason: found.reason }) };
  }
}

function isThere(fileOrFolder: string): Promise<boolean> {
  return lstat(fileOrFolder).then(
    () => true,
    () => false,
  );
}

/** Why nothing can be recorded in the folder; null where it is usable or not made yet. */
async function folderProblem(folder: string): Promise<string | null> {
  try {
    await readdir(folder);
    return null;
  } catch (error) {
    const { notUsable, faults } = fileTexts;
    const unusable = (reason: string) => notUsable({ place: folder, reason });
    if (isErrno(error, 'ENOENT')) {
      return (await isThere(folder)) ? unusable(faults.deadLink()) : null;
    }
    // The files in it may still be readable without the right to list it.
    return isErrno(error, 'EACCES') ? null : unusable(fileReason(error));
  }
}
