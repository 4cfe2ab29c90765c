// `npm run bench`: measures reads and refreshes of the core beside floors and beside the real Codex
// CLI, in one run. Prints a table of ratios and writes it to test-results/bench.json and docs/bench.md.
// `npm run bench -- PART...` measures some of reads, callers, races, accounts, command, startup, blocking,
// memory, idle and size, and leaves docs/bench.md. With `--check` it ends with 1 where a ratio is above its
// budget in bench/budgets.json; `--check FILE.json` holds an earlier report against them.
import fs from 'node:fs';
import { aboveBudget } from './bench-budgets.mjs';
import { benchDocument, benchTable } from './bench-table.mjs';
import { ensureBuild } from './build.mjs';
import { runCommand, runMain, say } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { describeCommit, factsOfRun, runOf } from './run-facts.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs';

/** @typedef {import('../e2e/bench/bench-row.ts').BenchRow} BenchRow */

const bundleFolder = inRepo('out/bench');
const reportFile = inRepo('test-results/bench.json');

/** No garbage is collected within a sample, so that what was allocated can be counted. */
const nodeFlags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

runMain(async () => {
  const checks = process.argv.includes('--check');
  const chosen = process.argv.slice(2).filter((arg) => arg !== '--check');
  const [earlier] = chosen;
  if (checks && earlier?.endsWith('.json')) {
    const report = readReport(earlier);
    return check(report.rows, report);
  }
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const runtime = await setUp({ virtualDisplay: false, tests: false });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  await buildBench();
  const commit = await describeCommit();
  const { machine, versions } = runOf(commit, runtime.version);
  fs.mkdirSync(inRepo('test-results'), { recursive: true });
  fs.rmSync(reportFile, { force: true });
  const bench = [...nodeFlags, `${bundleFolder}/bench.js`, reportFile, ...chosen];
  const display = hasDisplay() ? null : await startVirtualDisplay();
  const env = {
    ...display?.env,
    BENCH_ELECTRON: runtime.executable,
    BENCH_ELECTRON_FOLDER: runtime.distFolder,
    BENCH_RUN: JSON.stringify({ machine, versions }),
    // It costs every program of Node, and none of what is measured needs it.
    NODE_EXTRA_CA_CERTS: undefined,
  };
  const { exitCode } = await runCommand(process.execPath, bench, { signal: stop.signal, env });
  display?.stop();
  if (!fs.existsSync(reportFile)) return exitCode || 1;
  const { rows, areAll } = readReport(reportFile);
  say(`\n${benchTable(rows)}`);
  if (exitCode !== 0) return exitCode;
  if (areAll) {
    fs.writeFileSync(inRepo('docs/bench.md'), benchDocument(rows, factsOfRun(commit)));
    say('Wrote test-results/bench.json and docs/bench.md');
  }
  return checks ? check(rows, { areAll }) : 0;
});

/**
 * Says which ratios are above their budgets.
 * @param {readonly BenchRow[]} rows
 * @param {{ readonly areAll: boolean }} run
 * @returns the exit code
 */
function check(rows, run) {
  /** @type {Record<string, number>} */
  const budgets = JSON.parse(fs.readFileSync(inRepo('bench/budgets.json'), 'utf8'));
  const exceeded = aboveBudget(rows, budgets, run);
  for (const line of exceeded) say(line);
  return exceeded.length > 0 ? 1 : 0;
}

/** @param {string} file */
function readReport(file) {
  /** @type {{ parts: string[] | null, rows: BenchRow[] }} */
  const { parts, rows } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return { areAll: parts === null, rows };
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
      rolldownOptions: {
        // Its place says where the repository is.
        external: [inRepo('scripts/paths.mjs')],
        output: { format: 'es', entryFileNames: 'bench.js' },
      },
    },
    ssr: { noExternal: true, external: Object.keys(manifest.dependencies) },
  });
  fs.cpSync(inRepo('qa/assets'), `${bundleFolder}/assets`, { recursive: true });
}
