import { IntlMessageFormat } from 'intl-messageformat';

import { speakEnglish } from '../../shared/texts/language.ts';
import { noticePeriodMs } from '../account/enforcer.ts';
import { systemDelay, systemNow } from '../adapters/clock.ts';
import { exitCodeOfStatus, lookUpInUse, reportOf } from '../cli/status-command.ts';
import type { Core } from '../core.ts';
import type { EnforcerAnswer, EnforcerLook } from './enforcer-protocol.ts';
import { openRealCore } from './real-core.ts';
import { manualClock } from './sign-in/manual-clock.ts';

speakEnglish(() => IntlMessageFormat);

/**
 * A process of Gatehouse that enforces the login rules as the app does while its window is
 * seen: it announces a removal, lets the minute pass at once, and tells what came of it.
 * Everything but that minute is real. `--look-up` asks first whose a token is.
 */
const clock = manualClock(systemNow());
const core = await openRealCore(process.env, {
  program: 'app',
  isWatched: () => true,
  now: clock.now,
  delay: (delayMs, signal) =>
    delayMs < noticePeriodMs ? systemDelay(delayMs, signal) : clock.delay(delayMs, signal),
});
const { removal } = core.commands;

await core.commands.look();
if (process.argv.includes('--look-up')) await lookUpInUse(core);
const before = await look(core);
const announced = removal.get() !== null;
if (announced) {
  const ended = new Promise<void>((resolve) => {
    removal.onChange(() => {
      if (removal.get() === null) resolve();
    });
  });
  clock.advance(noticePeriodMs);
  await ended;
}
// Waits for what is under way; what is due without a word is done by now.
await core.commands.look();
const answer: EnforcerAnswer = { before, announced, after: await look(core) };
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));

async function look({ session, commands, policy }: Core): Promise<EnforcerLook> {
  const verdict = commands.verdict();
  const { state, accounts } = await policy.settledReport();
  const report = reportOf(core, clock.now);
  return {
    credential: session.get().kind,
    verdict: verdict.kind === 'violated' ? verdict.remedy : verdict.kind,
    withheld: verdict.kind === 'violated' ? (verdict.withheld?.because ?? null) : null,
    message: verdict.kind === 'allowed' ? null : verdict.message,
    unjudged: verdict.kind === 'unknown' ? verdict.because : null,
    status: exitCodeOfStatus(report),
    problem: report.problem?.code ?? null,
    policy: state,
    result: accounts[0]?.result ?? null,
    cloud: report.cloudRules.kind,
    cloudBecause: report.cloudRules.because,
    codex: report.codex,
  };
}
