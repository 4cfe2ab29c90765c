// `npm run keyrings`: every operation of the command line with every Secret Service, store and
// state of the matrix in docs/stores.md, which it writes. Arguments go to Playwright, for a part of
// it (`npm run keyrings -- -g "KWallet, auto"`), and then nothing is written.
import fs from 'node:fs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { keyringCounts, keyringDocument, readKeyringCells } from './keyring-cells.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const reportFile = inRepo('test-results/keyrings.json');
const documentFile = inRepo('docs/stores.md');

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const chosen = process.argv.slice(2);
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
  const run = readKeyringCells(JSON.parse(fs.readFileSync(reportFile, 'utf8')));
  say(`\n${keyringCounts(run)}`);
  if (chosen.length > 0 || stop.signal.aborted || run.cells.length === 0) {
    say('A part of the run only: docs/stores.md stays as it is.');
    return exitCode;
  }
  const before = fs.readFileSync(documentFile, 'utf8');
  fs.writeFileSync(documentFile, keyringDocument(before, run, factsOfRun(commit)));
  say('Wrote docs/stores.md');
  return exitCode;
});
