// `npm run soak -- --minutes N`: the app for a long time beside an odd keyring, outages, sleeps and
// other clients. Measures leaks, storms, lost tokens and the log, prints a table, and writes it to
// docs/soak.md after half an hour or more.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, say, SetUpError } from './commands.mjs';
import { playwrightReport, withEndToEnd } from './end-to-end.mjs';
import { inRepo } from './paths.mjs';
import { recordedIn, reportedTests } from './playwright-report.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { soakAnnotation, soakCounts, soakDocument, soakTable } from './soak-table.mjs';

const reportFile = inRepo('test-results/soak.json');
const documentFile = inRepo('docs/soak.md');
const leastMinutes = 30;

runMain(async () => {
  const minutes = minutesAskedFor();
  return withEndToEnd({ virtualDisplay: true }, async (endToEnd) => {
    const commit = await describeCommit();
    const { exitCode, report } = await playwrightReport(endToEnd, reportFile, ['--project=soak'], {
      GATEHOUSE_LONG_RUN: 'soak',
      GATEHOUSE_SOAK_MINUTES: String(minutes),
    });
    if (report === null) return exitCode;
    const [result] = /** @type {import('./soak-table.mjs').SoakResult[]} */ (
      recordedIn(reportedTests(report), soakAnnotation)
    );
    if (result === undefined) return exitCode || 1;
    say(`\n${soakTable(result)}\n\n${soakCounts(result)}`);
    for (const [name, count] of Object.entries(result.logLines)) say(`  ${count} ${name}`);
    if (minutes >= leastMinutes) {
      fs.writeFileSync(documentFile, soakDocument(result, factsOfRun(commit)));
      say('Wrote docs/soak.md');
    }
    return exitCode;
  });
});

/** @throws {SetUpError} where it is no number of minutes */
function minutesAskedFor() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
  const minutes = Number(values.minutes);
  if (minutes > 0) return minutes;
  throw new SetUpError('Usage: npm run soak -- --minutes N');
}
