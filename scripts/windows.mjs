// `npm run windows`: the command for Windows beside the real Codex CLI for Windows, on Windows or,
// elsewhere, in Wine. Arguments go to Playwright, for a part of it (`npm run windows -- -g "locks"`);
// a whole run writes the table of docs/windows.md.
import fs from 'node:fs';
import { runMain, say } from './commands.mjs';
import { playwrightReport, withEndToEnd } from './end-to-end.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { readWindowsRows, windowsDocument } from './windows-table.mjs';
import { endWindows, ensureWindowsLane, isWine } from './windows-lane.mjs';

const reportFile = inRepo('test-results/windows.json');
const documentFile = inRepo('docs/windows.md');

runMain(() =>
  withEndToEnd({ wine: isWine }, async (endToEnd) => {
    await ensureWindowsLane();
    const chosen = process.argv.slice(2);
    // What is changed while it runs for long was not tested.
    const commit = await describeCommit();
    const args = ['--project=windows', '--workers=2', ...chosen];
    const env = { GATEHOUSE_LONG_RUN: 'windows' };
    const { exitCode, report } = await playwrightReport(endToEnd, reportFile, args, env);
    if (isWine) await endWindows();
    if (report === null) return exitCode;
    if (chosen.length > 0 || endToEnd.signal.aborted) {
      say('A part of the run only: docs/windows.md stays as it is.');
      return exitCode;
    }
    const before = fs.readFileSync(documentFile, 'utf8');
    const where = isWine ? 'under Wine' : 'on Windows';
    const facts = factsOfRun(commit);
    fs.writeFileSync(documentFile, windowsDocument(before, readWindowsRows(report), where, facts));
    say('Wrote docs/windows.md');
    return exitCode;
  }),
);
