// `npm run bench`: measures reads and refreshes of the core beside floors and beside the real Codex
// CLI, in one run. Prints a table of ratios and writes it to test-results/bench.json and docs/bench.md.
// `npm run bench -- PART...` measures some of reads, callers, races, accounts, command, startup, memory,
// idle and size, and leaves docs/bench.md. With `--check` it ends with 1 where a ratio is above its
// budget in bench/budgets.json.
import fs from 'node:fs';
import { benchDocument, benchTable } from './bench-table.mjs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs';

/** @typedef {import('../e2e/bench/bench-row.ts').BenchRow} BenchRow */

const bundleFolder = inRepo('out/bench');
const reportFile = inRepo('test-results/bench.json');

/** No garbage is collected within a sample, so that what was allocated can be counted. */
const nodeFlags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

runMain(async () => {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const runtime = await setUp({ virtualDisplay: false, tests: false });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  await buildBench();
  const commit = await describeCommit();
  fs.mkdirSync(inRepo('test-results'), { recursive: true });
  fs.rmSync(reportFile, { force: true });
  const checks = process.argv.includes('--check');
  const chosen = process.argv.slice(2).filter((arg) => arg !== '--check');
  const bench = [...nodeFlags, `${bundleFolder}/bench.js`, reportFile, ...chosen];
  const display = hasDisplay() ? null : await startVirtualDisplay();
  const env = {
    ...display?.env,
    BENCH_ELECTRON: runtime.executable,
    BENCH_ELECTRON_FOLDER: runtime.distFolder,
    // It costs every program of Node, and none of what is measured needs it.
    NODE_EXTRA_CA_CERTS: undefined,
  };
  const { exitCode } = await runCommand(process.execPath, bench, { signal: stop.signal, env });
  display?.stop();
  if (exitCode !== 0) return exitCode;
  /** @type {{ rows: BenchRow[] }} */
  const { rows } = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  say(`\n${benchTable(rows)}`);
  const exceeded = checks ? aboveBudget(rows) : [];
  for (const line of exceeded) say(line);
  if (chosen.length > 0) return exceeded.length > 0 ? 1 : 0;
  fs.writeFileSync(inRepo('docs/bench.md'), benchDocument(rows, factsOfRun(commit)));
  say('Wrote test-results/bench.json and docs/bench.md');
  return exceeded.length > 0 ? 1 : 0;
});

/**
 * Which ratios are above what bench/budgets.json allows, as sentences.
 * @param {readonly BenchRow[]} rows
 */
function aboveBudget(rows) {
  /** @type {Record<string, number>} */
  const budgets = JSON.parse(fs.readFileSync(inRepo('bench/budgets.json'), 'utf8'));
  return rows.flatMap(({ what, median, peer }) => {
    if (peer === null) return [];
    const name = `${what} / ${peer.what}`;
    const ratio = median / peer.median;
    const budget = budgets[name];
    return budget === undefined || ratio <= budget
      ? []
      : [`${name}: ${ratio.toFixed(2)} is above its budget of ${budget}`];
  });
}

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
