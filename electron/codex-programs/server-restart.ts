import { z } from 'zod';

import { runningTexts } from '../../shared/texts/running-codex.ts';
/** How a run of `codex app-server daemon restart` ended. */
export type RestartEnd =
  | { readonly kind: 'noProgram' | 'slow' | 'failed' }
  | { readonly kind: 'tooOld'; readonly version: string | null }
  /** `said`: its output, as JSON. */
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly said: unknown };

/** What came of a restart of the background server, in sentences. */
export interface RestartOutcome {
  /** `slow`: it is under way, since Codex lets what it works on end. */
  readonly kind: 'restarted' | 'noProgram' | 'tooOld' | 'slow' | 'failed';
  readonly message: string;
}

/** As the activity log has it. */
export function restartCode({ kind }: Pick<RestartOutcome, 'kind'>): string {
  switch (kind) {
    case 'restarted':
      return 'done';
    case 'slow':
      return 'begun';
    case 'noProgram':
      return 'failed:codex-not-found';
    case 'tooOld':
      return 'failed:codex-unknown';
    case 'failed':
      return 'failed:codex-failed';
  }
}

/** Codex CLI 0.171.0 says `restarted`, also where no server ran before. */
const restarted = z.object({ status: z.enum(['restarted', 'started', 'alreadyRunning']) });

const texts = runningTexts.restarted;

export function restartOutcome(end: RestartEnd): RestartOutcome {
  switch (end.kind) {
    case 'noProgram':
      return { kind: 'noProgram', message: texts.noProgram() };
    case 'tooOld': {
      const { version } = end;
      const message = version === null ? texts.unknownVersion() : texts.tooOld({ version });
      return { kind: 'tooOld', message };
    }
    case 'slow':
      return { kind: 'slow', message: texts.slow() };
    case 'failed':
      return failed();
    case 'ended':
      return end.exitCode === 0 && restarted.safeParse(end.said).success
        ? { kind: 'restarted', message: texts.done() }
        : failed();
  }
}

function failed(): RestartOutcome {
  return { kind: 'failed', message: texts.failed() };
}
