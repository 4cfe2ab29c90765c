import { z } from 'zod';

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

/** What to run where Gatehouse cannot. */
const byHand = 'Run this in a terminal: codex app-server daemon restart';

export function restartOutcome(end: RestartEnd): RestartOutcome {
  switch (end.kind) {
    case 'noProgram':
      return {
        kind: 'noProgram',
        message: `The codex command was not found where only you can change it. ${byHand}`,
      };
    case 'tooOld':
      return {
        kind: 'tooOld',
        message: `Gatehouse does not know ${end.version === null ? 'this version of Codex' : `Codex ${end.version}`}. ${byHand}`,
      };
    case 'slow':
      return {
        kind: 'slow',
        message:
          'The restart is still under way: Codex lets what it works on end first. Look again in a minute.',
      };
    case 'failed':
      return failed;
    case 'ended':
      return end.exitCode === 0 && restarted.safeParse(end.said).success
        ? { kind: 'restarted', message: 'The background server of Codex was restarted.' }
        : failed;
  }
}

const failed: RestartOutcome = {
  kind: 'failed',
  message: `The background server of Codex could not be restarted. ${byHand}`,
};
