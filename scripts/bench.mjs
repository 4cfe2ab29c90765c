// `npm run bench`: measures reads and refreshes of the core beside floors and beside the real Codex
// CLI, in one run. Prints a table of ratios and writes it to test-results/bench.json and docs/bench.md.
// `npm run bench -- PART` measures one of reads, callers, races and accounts, and leaves docs/bench.md.
import fs from 'node:fs';
import { benchDocument, benchTable } from './bench-table.mjs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';

/** @typedef {import('../e2e/bench/bench-row.ts').BenchRow} BenchRow */

const bundleFolder = inRepo('out/bench');
const reportFile = inRepo('test-results/bench.json');

/** No garbage is collected within a sample, so that what was allocated can be counted. */
const nodeFlags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  await setUp({ virtualDisplay: false, tests: false });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  await buildBench();
  const commit = await describeCommit();
  fs.mkdirSync(inRepo('test-results'), { recursive: true });
  fs.rmSync(reportFile, { force: true });
  const chosen = process.argv.slice(2);
  const bench = [...nodeFlags, `${bundleFolder}/bench.js`, reportFile, ...chosen];
  const { exitCode } = await runCommand(process.execPath, bench, { signal: stop.signal });
  if (exitCode !== 0) return exitCode;
  /** @type {{ rows: BenchRow[] }} */
  const { rows } = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  say(`\n${benchTable(rows)}`);
  if (chosen.length > 0) return 0;
  fs.writeFileSync(inRepo('docs/bench.md'), benchDocument(rows, factsOfRun(commit)));
  say('Wrote test-results/bench.json and docs/bench.md');
  return 0;
});

/** Node runs no TypeScript by itself. Not part of the app's build, and its native modules stay out. */
async function buildBench() {
  // Only now: Vite may have been installed by this very command.
  const { build } = await import('vite');
  const manifest = JSON.parse(fs.readFileSync(inRepo('package.json'), 'utf8'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: inRepo('e2e/bench'),
    build: {
      outDir: bundleFolder,
      emptyOutDir: true,
      target: 'node20.18',
      ssr: inRepo('e2e/bench/bench.ts'),
      rolldownOptions: { output: { format: 'es', entryFileNames: 'bench.js' } },
    },
    ssr: { noExternal: true, external: Object.keys(manifest.dependencies) },
  });
}
