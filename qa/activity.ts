import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { activityEntrySchema, type ActivityEntry } from '../shared/activity.ts';

/** The activity log in a folder of Gatehouse's own data. */
export function activityFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'activity/activity.jsonl');
}

/** Its entries, oldest first; every line has to be one. None while there is no file. */
export async function activityIn(dataFolder: string): Promise<ActivityEntry[]> {
  const text = await readFile(activityFileOf(dataFolder), 'utf8').catch(() => '');
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => activityEntrySchema.parse(JSON.parse(line)));
}

/** Entries in short: actor, action and outcome. */
export function told(entries: readonly ActivityEntry[]): string[] {
  return entries.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
}
