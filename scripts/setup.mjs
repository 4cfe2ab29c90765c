import { ensureElectronRuntime } from './electron-runtime.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * Makes a bare clone ready to run. Looks first and does only what is missing, so it is quick when
 * nothing is.
 * @param {import('./system-libraries.mjs').Purpose} [purpose]
 * @returns {Promise<import('./electron-runtime.mjs').ElectronRuntime>}
 */
export async function setUp(purpose = {}) {
  await ensureNodeModules();
  await ensureSystemLibraries(purpose);
  return ensureElectronRuntime();
}
