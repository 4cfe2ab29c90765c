// `npm run keyrings`: every operation of the command line with every Secret Service, store and
// state of the matrix in docs/stores.md, which it writes. Arguments go to Playwright, for a part of
// it (`npm run keyrings -- -g "KWallet, auto"`), and then nothing is written. With `--add` in front
// the part is added to those that were run before, and the table written with what there is.
import fs from 'node:fs';
import { runMain, say } from './commands.mjs';
import { playwrightReport, withEndToEnd } from './end-to-end.mjs';
import { keyringCounts, keyringDocument, readKeyringCells, withPart } from './keyring-cells.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';

const reportFile = inRepo('test-results/keyrings.json');
const partsFile = inRepo('test-results/keyrings-parts.json');
const documentFile = inRepo('docs/stores.md');

runMain(() =>
  withEndToEnd({ virtualDisplay: true, keyrings: true }, async (endToEnd) => {
    const isAdded = process.argv[2] === '--add';
    const chosen = process.argv.slice(isAdded ? 3 : 2);
    // What is changed while it runs for long was not tested.
    const commit = await describeCommit();
    const args = ['--project=keyrings', '--workers=2', ...chosen];
    const env = { GATEHOUSE_LONG_RUN: 'keyrings' };
    const { exitCode, report } = await playwrightReport(endToEnd, reportFile, args, env);
    if (report === null) return exitCode;
    const part = readKeyringCells(report);
    say(`\n${keyringCounts(part)}`);
    const isWhole = chosen.length === 0 && !endToEnd.signal.aborted;
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
  }),
);

/** @returns {import('./keyring-cells.mjs').KeyringRun} */
function partsBefore() {
  if (!fs.existsSync(partsFile)) return { cells: [], broken: 0 };
  return JSON.parse(fs.readFileSync(partsFile, 'utf8'));
}
