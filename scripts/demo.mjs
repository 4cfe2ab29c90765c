// `npm run demo`: Gatehouse against an issuer on this machine, with files of its own that are gone
// afterwards. `npm run demo -- --screenshot FILE [--state signed-out|waiting|signed-in]
// [--theme light|dark] [--view account|policy|activity|diagnostics|settings]` writes a picture of the window instead of leaving it open.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuild } from './build.mjs';
import { runMain, say, SetUpError } from './commands.mjs';
import { launch } from './launch.mjs';
import { inRepo } from './paths.mjs';
import { setUp } from './setup.mjs';
import { hasDisplay, startVirtualDisplay } from './virtual-display.mjs';

/** @typedef {typeof import('../qa/index.ts')} Kit */

const states = /** @type {const} */ (['signed-out', 'waiting', 'signed-in']);
const views = /** @type {const} */ (['account', 'policy', 'activity', 'diagnostics', 'settings']);
const themes = /** @type {const} */ (['light', 'dark']);

/**
 * @template {string} T
 * @param {string} option
 * @param {readonly T[]} choices
 * @param {string} value
 * @returns {T}
 */
function oneOf(option, choices, value) {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new SetUpError(`--${option} is one of: ${choices.join(', ')}`);
  return choice;
}

/** @throws {SetUpError} for an option that does not exist */
function readOptions() {
  const { screenshot, state, theme, view } = parseOptions();
  return {
    // npm runs scripts in the repository, wherever it was called.
    screenshotFile: screenshot && path.resolve(process.env['INIT_CWD'] ?? '.', screenshot),
    state: oneOf('state', states, state),
    theme: oneOf('theme', themes, theme),
    view: oneOf('view', views, view),
  };
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        screenshot: { type: 'string' },
        state: { type: 'string', default: 'signed-in' },
        theme: { type: 'string', default: 'light' },
        view: { type: 'string', default: 'account' },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} folder of this run alone
 * @param {string} issuerOrigin
 * @returns {NodeJS.ProcessEnv} nothing of the user's own sign-in is seen or touched
 */
const demoEnvironment = (folder, issuerOrigin) => ({
  CODEX_HOME: path.join(folder, 'codex-home'),
  GATEHOUSE_ISSUER: issuerOrigin,
  CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuerOrigin}/oauth/token`,
  CODEX_API_KEY: undefined,
  OPENAI_API_KEY: undefined,
});

runMain(async () => {
  const options = readOptions();
  const runtime = await setUp({ virtualDisplay: !hasDisplay() });
  await ensureBuild();
  /** @type {Kit} */
  const kit = await import(pathToFileURL(inRepo('out/qa/index.js')).href);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-demo-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const issuer = await kit.startEmbeddedIssuer();
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  if (display) say(`There is no display: using the virtual display ${display.env['DISPLAY']}`);
  const env = { ...demoEnvironment(folder, issuer.origin), ...display?.env };
  const args = [`--user-data-dir=${path.join(folder, 'user-data')}`];
  fs.mkdirSync(path.join(folder, 'codex-home'), { mode: 0o700 });
  say(`Embedded issuer: ${issuer.origin}`);
  try {
    if (options.screenshotFile === undefined) return await launch(runtime, args, env);
    const { takeScreenshot } = await import('./demo-screenshot.mjs');
    const file = options.screenshotFile;
    await takeScreenshot({ ...options, file, runtime, args, env, kit });
    say(`Wrote ${file}`);
    return 0;
  } finally {
    display?.stop();
    await issuer.close();
  }
});
