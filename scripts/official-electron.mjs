import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runCommand, say } from './commands.mjs';
import { inRepo } from './paths.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

const packageFolder = inRepo('node_modules/electron');
// A runtime chosen by the environment would win over this one, in the installer too.
const env = { ELECTRON_OVERRIDE_DIST_PATH: undefined };
const reachableWithinMs = 10_000;
const downloadWithinMs = 15 * 60_000;

/** The version of the `electron` package, which names the official build that belongs to it. */
export function officialVersion() {
  return String(createRequire(import.meta.url)('electron/package.json').version);
}

/** @returns {ElectronRuntime | undefined} */
export function findOfficialElectron() {
  const distFolder = path.join(packageFolder, 'dist');
  const pathFile = path.join(packageFolder, 'path.txt');
  const versionFile = path.join(distFolder, 'version');
  if (!fs.existsSync(pathFile) || !fs.existsSync(versionFile)) return undefined;
  const version = fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  const executable = path.join(distFolder, fs.readFileSync(pathFile, 'utf8'));
  if (version !== officialVersion() || !fs.existsSync(executable)) return undefined;
  return { source: 'official', version, distFolder, executable, env };
}

/**
 * Runs the installer of the `electron` package by name, since install scripts are off. It is
 * stopped where its host does not answer in time, so that being offline costs seconds.
 * @returns {Promise<ElectronRuntime | undefined>} undefined when it cannot be had
 */
export async function installOfficialElectron() {
  say(`Installing the official Electron ${officialVersion()}`);
  const installer = path.join(packageFolder, 'install.js');
  const url = downloadUrl();
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), reachableWithinMs);
  const reachability = isReachable(url).then((reachable) => {
    if (!reachable || stop.signal.aborted) return reachable;
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), downloadWithinMs);
    return true;
  });
  const { exitCode, output } = await runCommand(process.execPath, [installer], {
    quiet: true,
    signal: stop.signal,
    env,
  });
  const installed = exitCode === 0 ? findOfficialElectron() : undefined;
  if (installed === undefined) {
    const [firstLine] = output.split('\n');
    say(
      (await reachability) ? `It failed: ${firstLine}` : `${new URL(url).host} cannot be reached`,
    );
  }
  clearTimeout(timer);
  return installed;
}

/** The address as @electron/get builds it, a mirror included. */
function downloadUrl() {
  const mirror =
    process.env['npm_config_electron_mirror'] ??
    process.env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/';
  const version = officialVersion();
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return `${mirror}v${version}/${file}`;
}

/** @param {string} url */
async function isReachable(url) {
  try {
    const signal = AbortSignal.timeout(reachableWithinMs);
    return (await fetch(url, { method: 'HEAD', signal })).ok;
  } catch {
    return false;
  }
}
