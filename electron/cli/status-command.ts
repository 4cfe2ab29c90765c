import type { Problem } from '../../shared/app-state.ts';
import { placePhrase } from '../../shared/wording/rule-place.ts';
import { accountStateOf } from '../account/account-state.ts';
import { tokenOverridesOf } from '../auth/endpoints.ts';
import type { Core } from '../core.ts';
import { withTilde } from '../base/home-folder.ts';
import type { ConfigStop } from '../policy/config-check.ts';
import type { Now } from '../ports.ts';
import type { ExitCode } from './exit-codes.ts';
import { printJson, type StatusReport } from './json-outputs.ts';
import { exitCodeOfStatus, statusReport } from './status-report.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

/**
 * `gatehouse status`: reads and tells; nothing is refreshed, removed or sent. People read
 * paths with `~`; scripts get them whole.
 */
export async function runStatus(
  core: Core,
  now: Now,
  terminal: Terminal,
  options: { readonly json: boolean; readonly userHome: string },
): Promise<ExitCode> {
  const report = withProblem(reportOf(core, now), await lesserProblem(core));
  if (options.json) printJson(terminal, 'status', report);
  else terminal.out(withTilde(statusText(report, now()), options.userHome));
  return exitCodeOfStatus(report);
}

/** What is wrong around the sign-in, where nothing worse is wrong with it. */
async function lesserProblem({ homeProblem, policy, session }: Core): Promise<Problem | null> {
  const found = (await homeProblem()) ?? notLoadedProblem(await policy.settledStop());
  if (found !== null || !(await session.wasInterrupted())) return found;
  return {
    code: 'refresh-interrupted',
    message:
      'A refresh was interrupted before its answer was saved, so the stored refresh token may be spent. To find out, run "gatehouse refresh --force".',
  };
}

/** Codex does not start, so that nobody is signed in to it, whatever is stored. */
function notLoadedProblem(stop: ConfigStop | null): Problem | null {
  if (stop === null) return null;
  const where = stop.place === null ? 'its configuration' : placePhrase(stop.place);
  const message = `Codex does not start until ${where} is corrected: ${stop.message}.`;
  return { code: 'config-not-loaded', message };
}

function withProblem(report: StatusReport, problem: Problem | null): StatusReport {
  return report.problem === null ? { ...report, problem } : report;
}

/** The report of what the owners hold at this moment. */
export function reportOf(core: Core, now: Now): StatusReport {
  const verdict = core.commands.verdict();
  const account = accountStateOf({
    credential: core.session.get(),
    verdict,
    failure: core.session.lastFailure(),
    unsaved: core.session.hasUnsavedTokens(),
    backgroundRefresh: null,
    now: now(),
  });
  return statusReport(account, verdict, core.store, {
    tokenOverrides: tokenOverridesOf(core.signInDeps.endpoints),
    kept: core.kept.commands.list(),
  });
}
