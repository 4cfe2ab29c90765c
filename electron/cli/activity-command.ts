import { z } from 'zod';

import { activityCommandTexts } from '../../shared/texts/command-line/activity.ts';
import { activityPageSchema, type ActivityEntry } from '../../shared/activity.ts';
import { whoseText } from '../../shared/wording/activity.ts';
import { activityEntryTexts } from '../../shared/texts/activity-entries.ts';
import { outcomeText, toneOf, whatText } from '../../shared/wording/activity-phrases.ts';
import { zonedTime } from '../base/local-time.ts';
import type { ActivityLog } from '../activity/activity.ts';
import type { Line } from '../base/toned-line.ts';
import type { Behaviour } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { bothVersions1 } from './output-schema.ts';
import type { Terminal } from './terminal.ts';

const activityOutputSchema = z.strictObject({
  ...bothVersions1,
  ...activityPageSchema.shape,
});

export const activityCommand: Behaviour<ActivityOptions> = {
  output: () => activityOutputSchema,
  runAlone: ({ activityLog, terminal }, options) => runActivity(activityLog, terminal, options),
};

interface ActivityOptions {
  readonly json: boolean;
  readonly limit: number;
}

/**
 * `gatehouse activity`: prints the log, the newest entry first. People read the words of the window,
 * scripts the codes of the log.
 */
export async function runActivity(
  log: ActivityLog,
  terminal: Terminal,
  { limit, json }: ActivityOptions,
): Promise<ExitCode> {
  const page = await log.read(limit);
  const { unreadable } = page;
  const exitCode = unreadable === null ? exitCodes.done : exitCodes.storeFailure;
  if (json) {
    printJson<typeof activityOutputSchema>(terminal, { schema: 1, schemaVersion: 1, ...page });
    return exitCode;
  }
  if (page.entries.length === 0 && unreadable === null) terminal.out(activityCommandTexts.none());
  for (const line of linesOf(page.entries)) terminal.out(line);
  if (page.skipped > 0) terminal.err(activityEntryTexts.skipped({ count: page.skipped }));
  if (unreadable !== null) terminal.err(unreadable);
  return exitCode;
}

/** One line an entry, in columns: when, who, what, and then how it ended and whose sign-in it was. */
function linesOf(entries: readonly ActivityEntry[]): readonly Line[] {
  const rows = entries.map((entry) => ({
    entry,
    cells: [zonedTime(entry.at), activityEntryTexts.actors[entry.actor](), whatText(entry)],
  }));
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  return rows.map(({ entry, cells }) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    const ending = outcomeText(entry);
    const whose = whoseText(entry);
    if (ending === null && whose === null) return padded.trimEnd();
    const words = ending === null ? [] : [{ tone: toneOf(entry), words: ending }];
    const owner = whose === null ? [] : [ending === null ? whose : `; ${whose}`];
    return [`${padded}  `, ...words, ...owner];
  });
}
