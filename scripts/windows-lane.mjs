import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runCommand, say, SetUpError } from './commands.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { inRepo } from './paths.mjs';

/** What is installed for Windows, whatever this machine is: e2e/windows/packages pins it. */
export const laneFolder = inRepo('.runtime/windows');
const pins = inRepo('e2e/windows/packages');
const shim = inRepo('e2e/windows/assets/bcryptprimitives.c');
const prefix = path.join(laneFolder, 'prefix');
const stampFile = path.join(prefix, 'gatehouse-lane');

/** Whether programs of Windows run in Wine here. */
export const isWine = process.platform !== 'win32';

/** What programs of Windows are told, in Wine beside what they are told on Windows. */
export const wineEnvironment = {
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  // No Mono and no browser engine, which Wine would ask for; the DLL is that of `ensureShim`.
  WINEDLLOVERRIDES: 'mscoree,mshtml=;bcryptprimitives=n',
  // Node 20 takes the Windows of Wine for too old.
  NODE_SKIP_PLATFORM_CHECK: '1',
};

/**
 * Makes ready Windows' Node, the real Codex CLI for Windows, and the built command with its native
 * modules, below .runtime/windows; elsewhere than on Windows also a Wine prefix for them.
 * @throws {SetUpError} where something cannot be had
 */
export async function ensureWindowsLane() {
  fs.mkdirSync(laneFolder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(pins, name), path.join(laneFolder, name));
  }
  // What is meant for Windows alone, npm installs elsewhere only by force.
  await ensureNodeModules(laneFolder, isWine ? ['--force', '--os=win32', '--cpu=x64'] : []);
  copyCommand();
  if (!isWine) return;
  await ensurePrefix();
  await endWindows();
}

/**
 * Ends every program of the prefix, and its server, which would have the network of an earlier run:
 * the sockets of all programs are those of the server.
 */
export async function endWindows() {
  // It fails where none runs.
  await runCommand('wineserver', ['--kill'], { quiet: true, env: wineEnvironment });
}

/** The command finds its native modules from where it is. */
function copyCommand() {
  const folder = path.join(laneFolder, 'out/cli');
  fs.mkdirSync(folder, { recursive: true });
  // Without what was compiled, which counts for the Node that built it.
  for (const name of ['gatehouse.cjs', 'program.cjs', 'rest.cjs']) {
    fs.copyFileSync(inRepo('out/cli', name), path.join(folder, name));
  }
}

async function ensurePrefix() {
  const wanted = createHash('sha256').update(fs.readFileSync(shim)).digest('hex');
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === wanted) return;
  say('Making a Windows of its own for Wine in .runtime/windows');
  fs.rmSync(prefix, { recursive: true, force: true });
  fs.mkdirSync(prefix, { recursive: true });
  await wine('wineboot', '--init');
  await wine('winecfg', '-v', 'win10');
  const dll = path.join(prefix, 'drive_c/windows/system32/bcryptprimitives.dll');
  const flags = ['-Wall', '-Wextra', '-Werror', '-shared', '-O2'];
  await step('x86_64-w64-mingw32-gcc', [...flags, '-o', dll, shim, '-ladvapi32']);
  fs.writeFileSync(stampFile, wanted);
}

/** @param {string[]} args */
const wine = (...args) => step('wine', args);

/**
 * @param {string} program
 * @param {string[]} args
 */
async function step(program, args) {
  const { exitCode, output } = await runCommand(program, args, {
    quiet: true,
    env: wineEnvironment,
  });
  if (exitCode !== 0) {
    throw new SetUpError(`${output}\nThis failed: ${[program, ...args].join(' ')}`);
  }
}
