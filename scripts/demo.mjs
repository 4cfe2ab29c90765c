// `npm run demo`: Gatehouse against an issuer on this machine, with files of its own that are gone
// afterwards. `--state NAME` brings it to one of the states of the kit for tests (`--state` alone
// lists them); `--theme light|dark` and `--view account|policy|activity|diagnostics|settings` say
// how it looks; `--screenshot FILE` writes a picture of the window instead of leaving it open.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuild } from './build.mjs';
import { runMain, say, SetUpError } from './commands.mjs';
import { inRepo, repoFolder } from './paths.mjs';
import { setUp } from './setup.mjs';
import { onTermination } from './termination.mjs';
import { ensureDisplay, hasDisplay } from './virtual-display.mjs';

/** @typedef {typeof import('../qa/index.ts')} Kit */

const views = /** @type {const} */ (['account', 'policy', 'activity', 'diagnostics', 'settings']);
const themes = /** @type {const} */ (['light', 'dark']);

/**
 * @template {string} T
 * @param {string} option
 * @param {readonly T[]} choices
 * @param {string | undefined} value
 * @returns {T | undefined}
 */
function oneOf(option, choices, value) {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined || value === undefined) return choice;
  throw new SetUpError(`--${option} is one of: ${choices.join(', ')}`);
}

/** @throws {SetUpError} for an option that does not exist */
function readOptions() {
  const args = process.argv.slice(2);
  const [at, next] = [args.indexOf('--state'), args[args.indexOf('--state') + 1]];
  if (at >= 0 && (next === undefined || next.startsWith('-'))) return 'list';
  const { screenshot, state, theme, view } = parseOptions();
  return {
    // npm runs scripts in the repository, wherever it was called.
    file: screenshot && path.resolve(process.env['INIT_CWD'] ?? '.', screenshot),
    state,
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
        theme: { type: 'string' },
        view: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(error instanceof Error ? error.message : String(error));
  }
}

/** @param {Kit} kit */
function listStates({ states }) {
  const rows = Object.entries(states);
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, { title }] of rows) say(`${name.padEnd(width)}  ${title}`);
  return 0;
}

/**
 * @param {Kit} kit
 * @param {Exclude<ReturnType<typeof readOptions>, 'list'>} options
 * @returns {Promise<number>}
 */
async function show(kit, { file, state, theme, view }) {
  if (!kit.isStateName(state)) {
    throw new SetUpError(`There is no state "${state}". Run: npm run demo -- --state`);
  }
  // A picture is taken of what the kit does alone; a person goes on in their own browser.
  const browser = file === undefined ? /** @type {const} */ ('system') : undefined;
  const wanted = kit.worldOptionsOf(state);
  const world = await kit.createWorld({ ...(browser && { browser }), ...wanted });
  onTermination(() => void world.dispose());
  try {
    say(`Embedded issuer: ${world.issuer.origin}`);
    const { app, window, click } = await kit.openState(state, world);
    if (theme !== undefined || file !== undefined) {
      await window.emulateMedia({ colorScheme: theme ?? 'light', reducedMotion: 'reduce' });
    }
    if (view !== undefined) {
      await click(`nav-${view}`);
      await window.getByText(/^(Reading|Checking)…$/).waitFor({ state: 'hidden' });
    }
    if (file === undefined) {
      await app.exitCode();
      return 0;
    }
    // Whatever comes to be under the pointer would look as if it were pointed at.
    await window.mouse.move(0, 0);
    await window.screenshot({ path: file, animations: 'disabled' });
    say(`Wrote ${file}`);
    return 0;
  } finally {
    await world.dispose();
  }
}

runMain(async () => {
  const options = readOptions();
  const runtime = await setUp({ virtualDisplay: !hasDisplay() });
  await ensureBuild();
  process.env['GATEHOUSE_APP'] ??= repoFolder;
  process.env['GATEHOUSE_ELECTRON'] ??= runtime.executable;
  /** @type {Kit} */
  const kit = await import(pathToFileURL(inRepo('out/qa/index.js')).href);
  if (options === 'list') return listStates(kit);
  const display = await ensureDisplay();
  if (display) say(`There is no display: using the virtual display ${display.env['DISPLAY']}`);
  try {
    return await show(kit, options);
  } finally {
    display?.stop();
  }
});
