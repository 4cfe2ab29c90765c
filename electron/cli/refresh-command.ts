import { refreshCommandTexts as texts } from '../../shared/texts/command-line/refresh.ts';
import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { waitsForKeyringMs } from '../auth/stored-replacement.ts';
import type { RefreshOptions, RefreshOutcome } from '../auth/token-refresh.ts';
import type { Core } from '../core.ts';
import { verdictText } from '../policy/violation-text.ts';
import type { Delay } from '../ports.ts';
import type { Behaviour } from './command.ts';
import {
  exitCodeOfRefresh,
  exitCodeOfRefusal,
  exitCodes,
  isStoreFailure,
  type ExitCode,
} from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
import { notSignedIn } from './not-signed-in.ts';
import { refreshOutputSchema, type RefreshReport } from './refresh-schema.ts';
import type { Terminal } from './terminal.ts';

export const refreshCommand: Behaviour<RefreshCommandOptions> = {
  output: () => refreshOutputSchema,
  run: ({ core, ...context }, options) => runRefresh(core, context, options),
};

interface RefreshCommandOptions {
  readonly json: boolean;
  readonly force: boolean;
}

export interface RefreshDeps {
  readonly terminal: Terminal;
  readonly delay: Delay;
}

/** `gatehouse refresh`: nothing is sent unless the rules allow the sign-in. */
async function runRefresh(
  core: Core,
  deps: RefreshDeps,
  options: RefreshCommandOptions,
): Promise<ExitCode> {
  const { terminal } = deps;
  const { report, exitCode } = await refresh(core, deps, options.force);
  if (options.json) printJson<typeof refreshOutputSchema>(terminal, report);
  else if (exitCode === exitCodes.done) terminal.out(report.message);
  else terminal.err(report.message);
  return exitCode;
}

interface Result {
  readonly report: RefreshReport;
  readonly exitCode: ExitCode;
}

async function refresh(core: Core, deps: RefreshDeps, force: boolean): Promise<Result> {
  const credential = core.session.get();
  if (credential.kind === 'unusable') {
    const { code, message } = credential.problem;
    return isStoreFailure(code)
      ? result('failed', message, exitCodes.storeFailure)
      : result('notApplicable', message, exitCodes.notSignedIn);
  }
  const verdict = core.commands.verdict();
  if (verdict.kind !== 'allowed') {
    const message = verdictText(verdict, core.workspaceNames.get());
    return result('failed', message, exitCodeOfRefusal(verdict.kind));
  }
  return resultOf(await refreshLasting(core, { force }, deps), core);
}

function resultOf(outcome: RefreshOutcome, core: Core): Result {
  switch (outcome.kind) {
    case 'refreshed':
    case 'adopted':
    case 'fresh':
      return result(outcome.kind, texts[outcome.kind](), exitCodes.done);
    case 'notApplicable':
      return notApplicable(core);
    case 'failed': {
      const { permanent, reason, message } = outcome.failure;
      const exitCode =
        reason === 'unsaved' ? exitCodes.storeFailure : exitCodeOfRefresh(outcome.failure);
      const { report } = result('failed', message, exitCode);
      return { report: { ...report, permanent, reason }, exitCode };
    }
  }
}

function notApplicable(core: Core): Result {
  const { kind } = core.session.get();
  return kind === 'signedOut'
    ? result('notApplicable', notSignedIn(core), exitCodes.notSignedIn)
    : result('notApplicable', texts.nothing[kind](), exitCodes.done);
}

function result(outcome: RefreshReport['outcome'], message: string, exitCode: ExitCode): Result {
  return {
    report: { schemaVersion: 1, outcome, permanent: false, reason: null, message },
    exitCode,
  };
}

/**
 * Refreshes what is due, by a program that ends afterwards: tokens that neither store nor
 * journal took would end with it, so it tries again for about 15 seconds. The Codex CLI
 * (0.169.0) loses such tokens.
 */
export async function refreshLasting(
  { commands, session }: Pick<Core, 'commands' | 'session'>,
  options: RefreshOptions,
  { terminal, delay }: RefreshDeps,
): Promise<RefreshOutcome> {
  let outcome = await commands.refresh(options);
  if (!session.hasTokensInMemoryAlone()) return outcome;
  terminal.err(texts.unsaved());
  for (const waitMs of waitsForKeyringMs) {
    await delay(waitMs, new AbortController().signal);
    outcome = await commands.refresh({ force: false });
    if (!session.hasTokensInMemoryAlone()) return outcome;
  }
  return outcome.kind === 'failed' ? lost(outcome) : outcome;
}

/** Nothing keeps them, other than the outcome says: only its reason holds. */
function lost({ failure }: Extract<RefreshOutcome, { kind: 'failed' }>): RefreshOutcome {
  const reason = failure.message.replace(`${refreshTexts.kept()} `, '');
  return { kind: 'failed', failure: { ...failure, message: texts.lost({ reason }) } };
}
