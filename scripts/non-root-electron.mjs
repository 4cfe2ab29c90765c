import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetUpError } from './commands.mjs';
import { inRepo, repoFolder } from './paths.mjs';

/** The user `nobody` on every Linux. */
const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const asNobody = [
  'setpriv',
  `--reuid=${nobody.uid}`,
  `--regid=${nobody.gid}`,
  '--clear-groups',
  '--',
];

/**
 * @typedef {object} NonRootElectron
 * @property {string} executable starts Electron as an ordinary user, with the arguments it is given
 * @property {string} appFolder the built app, readable by that user: Electron's first argument
 * @property {string} homeFolder empty, owned by that user, gone after `dispose`
 * @property {NodeJS.ProcessEnv} env to replace HOME and what points into root's own folders
 * @property {{ uid: number, gid: number }} owner who must own what a test puts into `homeFolder`
 * @property {() => void} dispose
 */

/**
 * Prepares a run with Chromium's sandbox on, which Chromium refuses to root: root hands over to
 * `nobody`, any other user stays who they are.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @returns {NonRootElectron}
 * @throws {SetUpError} when the system gives ordinary users no namespaces of their own
 */
export function prepareNonRootElectron(runtime) {
  const homeFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-home-'));
  const dispose = () => fs.rmSync(homeFolder, { recursive: true, force: true });
  const env = { HOME: homeFolder, XDG_RUNTIME_DIR: homeFolder, XDG_CONFIG_HOME: undefined };
  const owner = os.userInfo();
  if (!isRoot) {
    return {
      executable: runtime.executable,
      appFolder: repoFolder,
      homeFolder,
      env,
      owner,
      dispose,
    };
  }
  try {
    fs.chownSync(homeFolder, nobody.uid, nobody.gid);
    requireUserNamespaces();
    const { executable, appFolder } = readableByNobody(runtime, homeFolder);
    const wrapper = writeWrapper(homeFolder, executable);
    return { executable: wrapper, appFolder, homeFolder, env, owner: nobody, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @param {string[]} command */
function succeedsAsNobody(...command) {
  const [setpriv = '', ...args] = [...asNobody, ...command];
  return spawnSync(setpriv, args, { stdio: 'ignore' }).status === 0;
}

function requireUserNamespaces() {
  if (succeedsAsNobody('unshare', '--user', '--net', 'true')) return;
  throw new SetUpError(
    "Chromium's sandbox needs user namespaces, which this system denies to ordinary users. " +
      'Run: sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0',
  );
}

/**
 * A clone in root's home cannot be read by anybody else: then the run gets a copy.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {string} homeFolder
 */
function readableByNobody({ distFolder, executable }, homeFolder) {
  const main = inRepo('out/main/index.cjs');
  if (succeedsAsNobody('test', '-x', executable) && succeedsAsNobody('test', '-r', main)) {
    return { executable, appFolder: repoFolder };
  }
  const copyFolder = path.join(homeFolder, 'app');
  const distCopy = path.join(homeFolder, 'electron');
  fs.cpSync(distFolder, distCopy, { recursive: true, verbatimSymlinks: true });
  fs.cpSync(inRepo('out'), path.join(copyFolder, 'out'), { recursive: true });
  fs.copyFileSync(inRepo('package.json'), path.join(copyFolder, 'package.json'));
  for (const name of dependenciesOf('package.json')) {
    const folder = path.join('node_modules', name);
    // A native module has its binaries in packages of their own, one for each platform.
    const binaries = dependenciesOf(path.join(folder, 'package.json'), 'optionalDependencies');
    for (const packageFolder of [folder, ...binaries.map((it) => path.join('node_modules', it))]) {
      if (!fs.existsSync(inRepo(packageFolder))) continue;
      fs.cpSync(inRepo(packageFolder), path.join(copyFolder, packageFolder), { recursive: true });
    }
  }
  return {
    executable: path.join(distCopy, path.relative(distFolder, executable)),
    appFolder: copyFolder,
  };
}

/**
 * @param {string} manifest
 * @param {'dependencies' | 'optionalDependencies'} [kind]
 * @returns {string[]} names
 */
function dependenciesOf(manifest, kind = 'dependencies') {
  return Object.keys(JSON.parse(fs.readFileSync(inRepo(manifest), 'utf8'))[kind] ?? {});
}

/**
 * @param {string} folder
 * @param {string} executable
 */
function writeWrapper(folder, executable) {
  const wrapper = path.join(folder, 'electron-as-nobody');
  const quoted = `'${executable.replaceAll("'", `'\\''`)}'`;
  fs.writeFileSync(wrapper, `#!/bin/sh\nexec ${asNobody.join(' ')} ${quoted} "$@"\n`);
  fs.chmodSync(wrapper, 0o755);
  return wrapper;
}
