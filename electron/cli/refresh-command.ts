import type { Credential } from '../auth/credential.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import type { Core } from '../core.ts';
import { exitCodeOfRefusal, exitCodes, isStoreFailure, type ExitCode } from './exit-codes.ts';
import { printJson, type RefreshReport } from './json-outputs.ts';
import { refreshLasting, type RefreshDeps } from './lasting-refresh.ts';

export interface RefreshOptions {
  readonly force: boolean;
  readonly json: boolean;
}

/** `gatehouse refresh`: nothing is sent under a violated rule, nor where that cannot be told. */
export async function runRefresh(
  core: Core,
  deps: RefreshDeps,
  options: RefreshOptions,
): Promise<ExitCode> {
  const { terminal } = deps;
  const { report, exitCode } = await refresh(core, deps, options.force);
  if (options.json) printJson(terminal, 'refresh', report);
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
    return result('failed', verdict.message, exitCodeOfRefusal(verdict.kind));
  }
  return resultOf(await refreshLasting(core, { force }, deps), core);
}

function resultOf(outcome: RefreshOutcome, core: Core): Result {
  switch (outcome.kind) {
    case 'refreshed':
      return result('refreshed', 'The access token was refreshed', exitCodes.done);
    case 'adopted':
      return result(
        'adopted',
        'Another program had refreshed the access token; its token is used',
        exitCodes.done,
      );
    case 'fresh':
      return result('fresh', 'The access token is still fresh', exitCodes.done);
    case 'notApplicable':
      return notApplicable(core.session.get());
    case 'failed': {
      const { permanent, reason, message } = outcome.failure;
      const report: RefreshReport = {
        schemaVersion: 1,
        outcome: 'failed',
        permanent,
        reason,
        message,
      };
      if (reason === 'unsaved') return { report, exitCode: exitCodes.storeFailure };
      return {
        report,
        exitCode: permanent ? exitCodes.permanentFailure : exitCodes.transientFailure,
      };
    }
  }
}

/** Nothing was done, and the message says why. */
function notApplicable({ kind }: Credential): Result {
  if (kind === 'signedOut') return result('notApplicable', 'Not signed in', exitCodes.notSignedIn);
  const message =
    kind === 'chatgpt'
      ? 'Nothing was refreshed: another program supplies the access token and renews it'
      : 'Nothing was refreshed: an API key has no access token';
  return result('notApplicable', message, exitCodes.done);
}

function result(outcome: RefreshReport['outcome'], message: string, exitCode: ExitCode): Result {
  return {
    report: { schemaVersion: 1, outcome, permanent: false, reason: null, message },
    exitCode,
  };
}
