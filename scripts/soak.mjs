// `npm run soak -- --minutes N`: the app for a long time beside an odd keyring, outages, sleeps and
// other clients. Measures leaks, storms, lost tokens and the log, prints a table, and writes it to
// docs/soak.md after half an hour or more.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say, SetUpError } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { recordedIn, reportedTests } from './playwright-report.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { soakAnnotation, soakCounts, soakDocument, soakTable } from './soak-table.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const reportFile = inRepo('test-results/soak.json');
const documentFile = inRepo('docs/soak.md');
const leastMinutes = 30;

runMain(async () => {
  const minutes = minutesAskedFor();
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const runtime = await setUp({ virtualDisplay: true, tests: true });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  const commit = await describeCommit();
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  fs.rmSync(reportFile, { force: true });
  const { exitCode } = await runCommand(
    process.execPath,
    [
      inRepo('node_modules/@playwright/test/cli.js'),
      ...['test', '--config', 'e2e/playwright.config.ts', '--project=soak', '--reporter=list,json'],
    ],
    {
      env: {
        ...runtime.env,
        ...display?.env,
        GATEHOUSE_LONG_RUN: 'soak',
        GATEHOUSE_SOAK_MINUTES: String(minutes),
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      },
      signal: stop.signal,
    },
  );
  display?.stop();
  if (!fs.existsSync(reportFile)) return exitCode || 1;
  const report = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
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

/** @throws {SetUpError} where it is no number of minutes */
function minutesAskedFor() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
  const minutes = Number(values.minutes);
  if (minutes > 0) return minutes;
  throw new SetUpError('Usage: npm run soak -- --minutes N');
}
