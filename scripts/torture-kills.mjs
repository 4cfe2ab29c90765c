import fs from 'node:fs';
import { runCommand, say } from './commands.mjs';
import { markdownTable } from './markdown-table.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';

const reportFile = inRepo('test-results/torture-kills.json');
const resultsFile = inRepo('docs/torture-kills.md');
const randomKills = 500;
const refreshes = 1000;

/**
 * @typedef {{ kills: number, lost: number }} Kills
 * @typedef {{ title: string, status: string, meta?: { kills?: Kills } }} Assertion
 * @typedef {{ testResults: { assertionResults: Assertion[] }[] }} VitestReport
 */

/**
 * The kill test and the test of left-overs in full, and their table in docs/torture-kills.md.
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
export async function runKills(signal) {
  const commit = await describeCommit();
  fs.rmSync(reportFile, { force: true });
  const { exitCode } = await runCommand(
    process.execPath,
    [
      inRepo('node_modules/vitest/vitest.mjs'),
      'run',
      'electron/auth/refresh.crash.test.ts',
      'electron/auth/refresh-leftovers.test.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    {
      env: { GATEHOUSE_KILLS: String(randomKills), GATEHOUSE_REFRESHES: String(refreshes) },
      signal,
    },
  );
  if (!fs.existsSync(reportFile) || signal.aborted) return exitCode || 1;
  const assertions = assertionsOf(JSON.parse(fs.readFileSync(reportFile, 'utf8')));
  const table = killsTable(assertions);
  say(`\n${table}`);
  fs.writeFileSync(resultsFile, document(table, assertions, commit));
  say('Wrote docs/torture-kills.md');
  return exitCode;
}

/** @param {VitestReport} report */
export function assertionsOf({ testResults }) {
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/**
 * A table in Markdown of the tests that killed.
 * @param {readonly Assertion[]} assertions
 */
export function killsTable(assertions) {
  const rows = assertions.flatMap(({ title, status, meta }) =>
    meta?.kills ? [{ title, status, ...meta.kills }] : [],
  );
  /** @param {'kills' | 'lost'} member */
  const sum = (member) => String(rows.reduce((total, row) => total + row[member], 0));
  return markdownTable([
    ['what', 'kills', 'sign-ins lost', 'test'],
    ...rows.map(({ title, kills, lost, status }) => [title, String(kills), String(lost), status]),
    ['all', sum('kills'), sum('lost'), ''],
  ]);
}

/**
 * @param {string} table
 * @param {readonly Assertion[]} assertions
 * @param {string} commit
 */
function document(table, assertions, commit) {
  const passed = assertions.filter(({ status }) => status === 'passed').length;
  return `# Kill results

Written by \`npm run torture\`: real processes that save a sign-in or refresh it are killed with
SIGKILL before and after every file-system call, and at random moments. After each kill the
record is looked at (the old or the new one, whole, mode 0600, no lock held), and a fresh program
has to refresh it at an issuer that ends the whole sign-in when a refresh token is used twice.

${factsOfRun(commit)}
- Tests: ${passed} passed, ${assertions.length - passed} failed, one of them ${refreshes} refreshes that leave nothing behind

${table}

"Lost" are sign-ins that no program could have kept: killed after the issuer had spent the refresh
token and before its answer was on disk. The tests assert that nothing is lost at any other moment.
`;
}
