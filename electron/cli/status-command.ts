import { accountStateOf } from '../account/account-state.ts';
import type { Core } from '../core.ts';
import { withTilde } from '../home-folder.ts';
import type { Now } from '../ports.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodeOfStatus, statusReport, type StatusReport } from './status-report.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

/**
 * `gatehouse status`: reads and tells; nothing is refreshed, removed or sent. People read
 * paths with `~`; scripts get them whole.
 */
export function runStatus(
  core: Core,
  now: Now,
  terminal: Terminal,
  options: { readonly json: boolean; readonly userHome: string },
): ExitCode {
  const report = reportOf(core, now);
  terminal.out(
    options.json ? JSON.stringify(report) : withTilde(statusText(report, now()), options.userHome),
  );
  return exitCodeOfStatus(report);
}

/** The report of what the owners hold at this moment. */
export function reportOf(core: Core, now: Now): StatusReport {
  const verdict = core.commands.verdict();
  const account = accountStateOf({
    credential: core.session.get(),
    verdict,
    failure: core.session.lastFailure(),
    unsaved: core.session.hasUnsavedTokens(),
    upkeep: null,
    now: now(),
  });
  return statusReport(account, verdict, core.store);
}
