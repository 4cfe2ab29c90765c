import { programTexts } from '../../shared/texts/command-line/program.ts';
import { backgroundServerOf, type RunningCodex } from '../../shared/running-codex.ts';
import { stillUsedTexts } from '../../shared/wording/running-codex.ts';
import type { Core } from '../core.ts';
import { isoTime } from './json-outputs.ts';
import type { RunningOutput } from './running-schema.ts';

/** What runs, as `status` and `codex` print it. */
export function runningOutput(running: RunningCodex): RunningOutput {
  const { areShown, stored, programs, isServerBusy, serverVariables } = running;
  return {
    areShown,
    stored,
    programs: programs.map((one) => ({ ...one, startedAt: isoTime(one.startedAt) })),
    isServerBusy,
    serverVariables,
    stillUsed: [...stillUsedTexts(running)],
  };
}

/** After a change of the sign-in: what goes on with the account before, and what to do about it. */
export async function stillUsedAfter({ running }: Pick<Core, 'running'>): Promise<StillUsed> {
  await running.look();
  const found = running.get();
  return { stillUsed: [...stillUsedTexts(found)], lines: stillUsedLines(found) };
}

interface StillUsed {
  /** As the outputs have it. */
  readonly stillUsed: string[];
  /** For a terminal, with the command that helps. */
  readonly lines: readonly string[];
}

export const nothingStillUsed: StillUsed = { stillUsed: [], lines: [] };

/** What goes on with another account, a line each, with the command that helps. */
export function stillUsedLines(running: RunningCodex): readonly string[] {
  const isServer = backgroundServerOf(running)?.differs === true;
  return [...stillUsedTexts(running), ...(isServer ? [programTexts.restartServer()] : [])];
}
