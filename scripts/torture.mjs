// `npm run torture`: the long run. All end-to-end tests, those that `npm test` leaves out among
// them, then the race tests and the kill test in full, with real processes, and their tables of
// results in docs/torture-results.md and docs/torture-kills.md. `npm run torture -- tests`, `races` or
// `kills` runs one of the three; all other arguments go to Playwright, for a part of the races, and
// then nothing is written.
import fs from 'node:fs';
import { runCommand, runMain, say } from './commands.mjs';
import { allButRaces, playwrightReport, withEndToEnd } from './end-to-end.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { runKills } from './torture-kills.mjs';
import { readTortureResults, tortureTable } from './torture-results.mjs';

/** @typedef {import('./end-to-end.mjs').EndToEnd} EndToEnd */

const reportFile = inRepo('test-results/torture.json');
const resultsFile = inRepo('docs/torture-results.md');

const full = { GATEHOUSE_TORTURE: 'full' };

runMain(() =>
  withEndToEnd({ virtualDisplay: true }, async (endToEnd) => {
    const { signal } = endToEnd;
    const chosen = process.argv.slice(2);
    // What is changed while it runs for long was not tested.
    const commit = await describeCommit();
    const parts = new Map([
      ['tests', () => runOthers(endToEnd)],
      ['races', () => runRaces(endToEnd, [], commit)],
      ['kills', () => runKills(signal)],
    ]);
    const part = parts.get(chosen[0] ?? '');
    if (part !== undefined) return part();
    if (chosen.length > 0) return runRaces(endToEnd, chosen, commit);
    const exitCodes = [];
    for (const run of parts.values()) if (!signal.aborted) exitCodes.push(await run());
    return exitCodes.find((code) => code !== 0) ?? 0;
  }),
);

/**
 * All end-to-end tests but the races.
 * @param {EndToEnd} endToEnd
 * @returns {Promise<number>} the exit code
 */
async function runOthers({ env, signal, playwright }) {
  await runCommand(process.execPath, [inRepo('scripts/pack.mjs')], { env, signal });
  return playwright(['--reporter=list', ...allButRaces], full);
}

/**
 * @param {EndToEnd} endToEnd
 * @param {string[]} chosen
 * @param {string} commit
 * @returns {Promise<number>} the exit code
 */
async function runRaces(endToEnd, chosen, commit) {
  const args = ['--project=torture', '--retries=0', ...chosen];
  const { exitCode, report } = await playwrightReport(endToEnd, reportFile, args, full);
  if (report === null) return exitCode;
  const run = readTortureResults(report);
  say(`\n${tortureTable(run.results)}`);
  if (chosen.length > 0 || endToEnd.signal.aborted || run.results.length === 0) {
    say('A part of the run only: docs/torture-results.md stays as it is.');
    return exitCode;
  }
  fs.writeFileSync(resultsFile, document(run, commit));
  say('Wrote docs/torture-results.md');
  return exitCode;
}

/**
 * @param {import('./torture-results.mjs').TortureRun} run
 * @param {string} commit
 */
function document({ results, passed, failed }, commit) {
  return `# Torture results

Written by \`npm run torture\`, which runs everything in \`e2e/torture/\` in full: real processes,
the built program, the real Codex CLI and an issuer with single-use refresh tokens on this
machine. It takes about a quarter of an hour, and the kill test after it ([its
results](torture-kills.md)) as long again. \`npm test\` runs a sample of the same tests; the counts
of both are in \`e2e/torture/counts.ts\`. \`npm run torture -- -g WORDS\` runs a part, and leaves
this file as it is.

${factsOfRun(commit)}
- Tests: ${passed} passed, ${failed} failed

${tortureTable(results)}

"Reuse" counts requests with a refresh token that had been used before, "lost" the processes that
ended a round signed out (those of Gatehouse, where some took part), and "usable" the rounds after
which the stored refresh token was redeemed once more, with success. In every other round of the
races between long-lived processes the issuer keeps its answers back for 100 ms.
`;
}
