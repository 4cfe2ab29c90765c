// `npm run keyrings`: every operation of the command line with every Secret Service, store and
// state of the matrix in docs/stores.md, which it writes. Arguments go to Playwright, for a part of
// it (`npm run keyrings -- -g "KWallet, auto"`), and then nothing is written. With `--add` in front
// the part is added to those that were run before, and the table written with what there is.
import fs from 'node:fs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { keyringCounts, keyringDocument, readKeyringCells, withPart } from './keyring-cells.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const reportFile = inRepo('test-results/keyrings.json');
const partsFile = inRepo('test-results/keyrings-parts.json');
const documentFile = inRepo('docs/stores.md');

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const isAdded = process.argv[2] === '--add';
  const chosen = process.argv.slice(isAdded ? 3 : 2);
  const runtime = await setUp({ virtualDisplay: true, tests: true, keyrings: true });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  // What is changed while it runs for long was not tested.
  const commit = await describeCommit();
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  fs.rmSync(reportFile, { force: true });
  const { exitCode } = await runCommand(
    process.execPath,
    [
      inRepo('node_modules/@playwright/test/cli.js'),
      ...['test', '--config', 'e2e/playwright.config.ts', '--project=keyrings'],
      ...['--workers=2', '--reporter=list,json', ...chosen],
    ],
    {
      env: {
        ...runtime.env,
        ...display?.env,
        GATEHOUSE_LONG_RUN: 'keyrings',
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      },
      signal: stop.signal,
    },
  );
  display?.stop();
  if (!fs.existsSync(reportFile)) return exitCode || 1;
  const part = readKeyringCells(JSON.parse(fs.readFileSync(reportFile, 'utf8')));
  say(`\n${keyringCounts(part)}`);
  const isWhole = chosen.length === 0 && !stop.signal.aborted;
  if (part.cells.length === 0 || !(isAdded || isWhole)) {
    say('A part of the run only: docs/stores.md stays as it is.');
    return exitCode;
  }
  const run = isAdded ? withPart(partsBefore(), part) : part;
  fs.writeFileSync(partsFile, JSON.stringify(run));
  const before = fs.readFileSync(documentFile, 'utf8');
  fs.writeFileSync(documentFile, keyringDocument(before, run, factsOfRun(commit)));
  say('Wrote docs/stores.md');
  return exitCode;
});

/** @returns {import('./keyring-cells.mjs').KeyringRun} */
function partsBefore() {
  if (!fs.existsSync(partsFile)) return { cells: [], broken: 0 };
  return JSON.parse(fs.readFileSync(partsFile, 'utf8'));
}
