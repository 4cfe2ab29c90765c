import fs from 'node:fs';
import path from 'node:path';
import { runNpm, say, SetUpError } from './commands.mjs';
import { repoFolder } from './paths.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * Installs the locked packages unless exactly these are installed already.
 * @param {string} folder holds package.json and package-lock.json
 * @param {readonly string[]} more arguments of npm
 * @throws {SetUpError} when npm fails, with npm's own words
 */
export async function ensureNodeModules(folder = repoFolder, more = []) {
  if (isInstalled(folder)) return;
  const where = path.relative(repoFolder, folder) || 'the repository';
  say(`Installing the packages of ${where} (npm ci)`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more];
  const { exitCode, output } = await runNpm([...args, '--prefix', folder], {
    cwd: folder,
    quiet: true,
  });
  if (exitCode !== 0) {
    throw new SetUpError(`${output}\nnpm ci failed. Run: cd ${folder} && npm ci --ignore-scripts`);
  }
}

/**
 * Compares the lock file with npm's own record of what it installed, which npm writes last. So an
 * interrupted installation does not count, and `npm install` by hand does not cause another one.
 * @param {string} folder
 */
function isInstalled(folder) {
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const installed = readPackages(path.join(folder, 'node_modules/.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([location, locked]) => {
    if (location === '') return true;
    const found = installed[location];
    // npm leaves out what is optional and meant for another platform.
    if (found === undefined) return locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, LockedPackage> | undefined} undefined when there is no such file
 */
function readPackages(lockFile) {
  try {
    return JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}
