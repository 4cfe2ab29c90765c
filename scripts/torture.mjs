// `npm run torture`: the long run. All end-to-end tests, those that `npm test` leaves out among
// them, then the race tests and the kill test in full, with real processes, and their tables of
// results in docs/torture-results.md and docs/torture-kills.md. `npm run torture -- kills` runs the
// kill test alone; all other arguments go to Playwright, for a part of the races, and then nothing
// is written.
import fs from 'node:fs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { oneByOne, playwrightArgs, sideBySide } from './end-to-end.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { runKills } from './torture-kills.mjs';
import { onTermination } from './termination.mjs';
import { readTortureResults, tortureTable } from './torture-results.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const reportFile = inRepo('test-results/torture.json');
const resultsFile = inRepo('docs/torture-results.md');

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const chosen = process.argv.slice(2);
  const runtime = await setUp({ virtualDisplay: true, tests: true });
  if (chosen[0] === 'kills') return runKills(stop.signal);
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  // What is changed while it runs for long was not tested.
  const commit = await describeCommit();
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  const env = { ...runtime.env, ...display?.env, GATEHOUSE_TORTURE: 'full' };
  const parts =
    chosen.length > 0
      ? [() => runRaces(env, chosen, commit, stop.signal)]
      : [
          () => runOthers(env, stop.signal),
          () => runRaces(env, [], commit, stop.signal),
          () => runKills(stop.signal),
        ];
  const exitCodes = [];
  for (const part of parts) if (!stop.signal.aborted) exitCodes.push(await part());
  display?.stop();
  return exitCodes.find((code) => code !== 0) ?? 0;
});

/**
 * All end-to-end tests but the races.
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function runOthers(env, signal) {
  await runCommand(process.execPath, [inRepo('scripts/pack.mjs')], { env, signal });
  const alone = oneByOne.filter((project) => project !== '--project=torture');
  const exitCodes = [];
  for (const selection of [sideBySide, alone]) {
    const args = playwrightArgs('--reporter=list', ...selection);
    exitCodes.push((await runPlaywright(args, env, signal)).exitCode);
  }
  return exitCodes.find((code) => code !== 0) ?? 0;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
const runPlaywright = (args, env, signal) =>
  runCommand(process.execPath, [inRepo('node_modules/@playwright/test/cli.js'), ...args], {
    env,
    signal,
  });

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} chosen
 * @param {string} commit
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function runRaces(env, chosen, commit, signal) {
  // A report of an earlier run must not stand in for one that was not written.
  fs.rmSync(reportFile, { force: true });
  const args = playwrightArgs(
    '--project=torture',
    '--retries=0',
    '--reporter=list,json',
    ...chosen,
  );
  const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile };
  const { exitCode } = await runPlaywright(args, withReport, signal);
  if (!fs.existsSync(reportFile)) return exitCode || 1;
  const run = readTortureResults(JSON.parse(fs.readFileSync(reportFile, 'utf8')));
  say(`\n${tortureTable(run.results)}`);
  if (chosen.length > 0 || signal.aborted || run.results.length === 0) {
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
