// How the end-to-end tests are run: by `npm test`, by `npm run test:e2e` and by the long runs.
import fs from 'node:fs';
import { ensureBuild } from './build.mjs';
import { runCommand } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/** @param {readonly string[]} names of projects of e2e/playwright.config.ts */
const projects = (...names) => names.map((name) => `--project=${name}`);

const sideBySide = [
  'sign-in-ports',
  'stores',
  'command-line',
  'app',
  'oracle',
  'gallery',
  'packaged',
];

// More workers than processors of the machines that run them: much of a test is waiting.
const workers = '--workers=3';

/** All tests but the races. */
export const allButRaces = [workers, ...projects(...sideBySide)];

/** All tests: a sample of the races has room beside the others. */
export const allTests = [workers, ...projects(...sideBySide, 'torture')];

/** The arguments of Playwright's command line. @param {string[]} args */
export const playwrightArgs = (...args) => ['test', '--config=e2e/playwright.config.ts', ...args];

/**
 * @typedef {object} EndToEnd
 * @property {AbortSignal} signal aborts when this program is to end
 * @property {NodeJS.ProcessEnv} env where Electron and the display are
 * @property {(args: string[], env?: NodeJS.ProcessEnv) => Promise<number>} playwright runs tests;
 *   resolves with the exit code
 */

/**
 * Makes ready what the end-to-end tests need (packages, Electron, the real Codex CLI, the build, a
 * display), runs them, and puts the display away.
 * @param {import('./system-libraries.mjs').Purpose} purpose
 * @param {(endToEnd: EndToEnd) => Promise<number>} run
 * @returns {Promise<number>} the exit code of `run`
 */
export async function withEndToEnd(purpose, run) {
  const stop = new AbortController();
  onTermination(() => stop.abort());
  const { signal } = stop;
  const runtime = await setUp({ tests: true, ...purpose });
  await ensureNodeModules(inRepo('e2e/codex-cli'));
  await ensureBuild();
  const needsDisplay = purpose.virtualDisplay === true && process.platform === 'linux';
  const display = needsDisplay ? await startVirtualDisplay() : undefined;
  const env = { ...runtime.env, ...display?.env };
  const cli = inRepo('node_modules/@playwright/test/cli.js');
  try {
    return await run({
      signal,
      env,
      playwright: async (args, more = {}) => {
        const command = [cli, ...playwrightArgs(...args)];
        const all = { ...env, ...more };
        return (await runCommand(process.execPath, command, { env: all, signal })).exitCode;
      },
    });
  } finally {
    display?.stop();
  }
}

/**
 * Runs tests whose results are read from the report of Playwright's JSON reporter.
 * @param {EndToEnd} endToEnd
 * @param {string} file for the report, absolute
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ exitCode: number, report: import('./playwright-report.mjs').Report | null }>}
 */
export async function playwrightReport({ playwright }, file, args, env) {
  // A report of an earlier run must not stand in for one that was not written.
  fs.rmSync(file, { force: true });
  const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const exitCode = await playwright(['--reporter=list,json', ...args], withReport);
  if (!fs.existsSync(file)) return { exitCode: exitCode || 1, report: null };
  return { exitCode, report: JSON.parse(fs.readFileSync(file, 'utf8')) };
}
