// `npm test`: everything that has to hold before a change goes in, from a bare clone on. Goes on
// after a failing stage and ends with what failed, why, and one line of counts.
import fs from 'node:fs';
import { build } from './build.mjs';
import { runCommand, runMain, say, SetUpError } from './commands.mjs';
import { allTests, playwrightArgs } from './end-to-end.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { setUp } from './setup.mjs';
import { readPlaywrightResults, readVitestResults } from './test-results.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/**
 * @typedef {import('./test-results.mjs').TestResults} TestResults
 * @typedef {import('./test-results.mjs').FailedTest} FailedTest
 * @typedef {{ title: string, run: () => Promise<TestResults>, needsBuild?: boolean }} Stage
 */

const resultsFolder = inRepo('test-results');
const vitestReport = inRepo('test-results/unit.json');
const playwrightReport = inRepo('test-results/e2e.json');

const buildTitle = 'Build';
const interrupted = new AbortController();

/** Looks again at changed files alone; the cache is in node_modules/.cache. */
const cached = ['--cache'];

/**
 * @param {string} script of a package, such as `vitest/vitest.mjs`
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
const runTool = (script, args, env = {}) =>
  runCommand(process.execPath, [inRepo('node_modules', script), ...args], {
    env,
    signal: interrupted.signal,
  });

/** @type {TestResults} */
const nothing = { passed: 0, failed: [], repeated: [], skipped: [] };

/** @param {string} name @returns {TestResults} */
const failure = (name) => ({ ...nothing, failed: [{ name }] });

/** @param {TestResults[]} results @returns {TestResults} */
const sum = (results) => ({
  passed: results.reduce((count, { passed }) => count + passed, 0),
  failed: results.flatMap(({ failed }) => failed),
  repeated: results.flatMap(({ repeated }) => repeated),
  skipped: results.flatMap(({ skipped }) => skipped),
});

/**
 * A stage without tests: all it can do is fail as a whole.
 * @param {string} title
 * @param {() => Promise<{ exitCode: number }>} command
 * @returns {Stage}
 */
const check = (title, command) => ({
  title,
  run: async () => {
    const { exitCode } = await command();
    return exitCode === 0 ? nothing : failure(title);
  },
});

/**
 * A stage with tests, read from the report that its runner writes.
 * @param {string} title
 * @param {() => Promise<{ exitCode: number }>} command
 * @param {() => TestResults} readResults
 * @returns {Stage}
 */
const suite = (title, command, readResults) => ({
  title,
  run: async () => {
    const { exitCode } = await command();
    const results = readResults();
    // For example an unhandled rejection between two tests, or no tests at all.
    const untold = exitCode !== 0 && results.failed.length === 0;
    return untold
      ? { ...results, failed: [{ name: `${title} (exit code ${exitCode})` }] }
      : results;
  },
});

/** @param {Stage[]} stages */
const titleOf = (stages) => stages.map(({ title }) => title).join(', ');

/**
 * Stages that leave each other alone, at the same time: two cores do them in less.
 * @param {Stage[]} stages
 * @returns {Stage}
 */
const together = (...stages) => ({
  title: titleOf(stages),
  run: async () => sum(await Promise.all(stages.map(runStage))),
});

/**
 * Stages that need what the ones before them have made.
 * @param {Stage[]} stages
 * @returns {Stage}
 */
const inTurn = (...stages) => ({ title: titleOf(stages), run: () => runInTurn(stages) });

/** @param {Stage} stage @returns {Stage} */
const needingBuild = (stage) => ({ ...stage, needsBuild: true });

/** @param {NodeJS.ProcessEnv} env for the end-to-end tests: Electron's place and the display */
function stages(env) {
  const vitest = ['run', '--reporter=default', '--reporter=json'];
  const endToEndArgs = playwrightArgs('--reporter=list,json', '--grep-invert=@long', ...allTests);
  return [
    together(
      check('Types', () => runTool('ts7/bin/tsc', ['--build'])),
      check('Lint', () => runTool('oxlint/bin/oxlint', ['--max-warnings', '0'])),
      check('Walls', () => runTool('eslint/bin/eslint.js', ['.', '--max-warnings', '0'])),
      check('Unused', () => runTool('knip/bin/knip.js', ['--no-progress', ...cached])),
      check('Format', () =>
        runTool('prettier/bin/prettier.cjs', [
          '--check',
          ...cached,
          '--cache-strategy=content',
          '.',
        ]),
      ),
      suite(
        'Unit tests',
        () => runTool('vitest/vitest.mjs', [...vitest, `--outputFile.json=${vitestReport}`]),
        () => readVitestResults(vitestReport),
      ),
      inTurn(
        check(buildTitle, async () => {
          await build();
          return { exitCode: 0 };
        }),
        needingBuild(
          check('Package', () => runCommand(process.execPath, [inRepo('scripts/pack.mjs')])),
        ),
      ),
    ),
    needingBuild(
      suite(
        'End-to-end tests',
        () =>
          runTool('@playwright/test/cli.js', endToEndArgs, {
            ...env,
            PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
          }),
        () => readPlaywrightResults(playwrightReport),
      ),
    ),
  ];
}

/**
 * Runs one stage under a heading. Whatever it throws is a failure of this stage alone.
 * @param {Stage} stage
 */
async function runStage({ title, run }) {
  const startedAt = performance.now();
  say(`\n== ${title}`);
  try {
    return await run();
  } catch (error) {
    const known = error instanceof SetUpError || !(error instanceof Error);
    say(known ? String(error) : (error.stack ?? error.message));
    return failure(title);
  } finally {
    say(`-- ${title}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

/**
 * What was built before the change would be tested otherwise.
 * @param {Stage} stage
 * @returns {TestResults}
 */
const notRun = ({ title }) => failure(`${title} (not run, because the build failed)`);

/** @param {Stage[]} stages */
async function runInTurn(stages) {
  /** @type {TestResults[]} */
  const results = [];
  for (const stage of stages) {
    const notBuilt = results.some(({ failed }) => failed.some(({ name }) => name === buildTitle));
    results.push(stage.needsBuild && notBuilt ? notRun(stage) : await runStage(stage));
  }
  return sum(results);
}

/** @param {TestResults} results */
function summarise({ passed, failed, repeated, skipped }) {
  say('');
  for (const name of skipped) say(`Skipped: ${name}`);
  for (const test of repeated) sayFailure('Passed only at the second try', test);
  for (const test of failed) sayFailure('Failed', test);
  say(`${passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {string} what @param {FailedTest} test */
function sayFailure(what, { name, reason }) {
  say(`${what}: ${name}`);
  if (reason !== undefined) say(reason.replaceAll(/^/gm, '  | '));
}

runMain(async () => {
  onTermination(() => {
    interrupted.abort();
    process.exit(130);
  });
  const runtime = await setUp({ virtualDisplay: true, tests: true });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  // A report of an earlier run must not stand in for one that was not written.
  fs.rmSync(resultsFolder, { recursive: true, force: true });
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  const results = await runInTurn(stages({ ...runtime.env, ...display?.env }));
  display?.stop();
  return summarise(results);
});
