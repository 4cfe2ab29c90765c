import { z } from 'zod';

import { activityPageSchema, type ActivityEntry } from '../../shared/activity.ts';
import { whoseText } from '../../shared/wording/activity.ts';
import { skippedText } from '../../shared/wording/skipped-lines.ts';
import type { ActivityLog } from '../activity/activity.ts';
import { withTilde } from '../base/home-folder.ts';
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
  runAlone: ({ activityLog, terminal, userHome }, options) =>
    runActivity(activityLog, terminal, { ...options, userHome }),
};

interface ActivityOptions {
  readonly json: boolean;
  readonly limit: number;
}

/** `gatehouse activity`: prints the log, the newest entry first. */
export async function runActivity(
  log: ActivityLog,
  terminal: Terminal,
  { limit, json, userHome }: ActivityOptions & { readonly userHome: string },
): Promise<ExitCode> {
  const page = await log.read(limit);
  const { unreadable } = page;
  const exitCode = unreadable === null ? exitCodes.done : exitCodes.storeFailure;
  if (json) {
    printJson<typeof activityOutputSchema>(terminal, { schema: 1, schemaVersion: 1, ...page });
    return exitCode;
  }
  if (page.entries.length === 0 && unreadable === null) terminal.out('Nothing is recorded yet');
  for (const entry of page.entries) terminal.out(lineOf(entry));
  if (page.skipped > 0) terminal.err(skippedText(page.skipped));
  if (unreadable !== null) terminal.err(withTilde(unreadable, userHome));
  return exitCode;
}

function lineOf(entry: ActivityEntry): string {
  const { at, actor, action, outcome, detail, place } = entry;
  const columns = [at, actor.padEnd(13), action.padEnd(13), outcome.padEnd(9)];
  const rest = [whoseText(entry), detail, place ?? null];
  return [...columns, ...rest.filter((part) => part !== null)].join('  ').trimEnd();
}
