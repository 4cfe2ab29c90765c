import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { runCommand, say, SetUpError } from './commands.mjs';

/**
 * @typedef {object} Purpose
 * @property {boolean} [virtualDisplay] windows without a screen
 * @property {boolean} [tests] the whole of `npm test`
 * @property {boolean} [keyrings] other keyrings than GNOME's, for `npm run keyrings`
 * @property {boolean} [wine] programs of Windows, for `npm run windows`
 */

/**
 * @typedef {object} Requirement
 * @property {string} need for messages
 * @property {string[]} packages alternative names on Debian and Ubuntu, the one of older releases last
 * @property {(libraries: string) => boolean} isThere given the output of `ldconfig -p`
 * @property {boolean} [isOptional] where it cannot be installed, things go on without it
 */

/** @type {(library: string, ...packages: string[]) => Requirement} */
const sharedLibrary = (library, ...packages) => ({
  need: library,
  packages,
  isThere: (libraries) => libraries.includes(`\t${library} `),
});

/** @type {(name: string, ...packages: string[]) => Requirement} */
const program = (name, ...packages) => ({ need: name, packages, isThere: () => isProgram(name) });

/** What Electron itself is linked with. The rest comes along as what these depend on. */
const electronLibraries = [
  sharedLibrary('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  sharedLibrary('libnss3.so', 'libnss3'),
  sharedLibrary('libasound.so.2', 'libasound2t64', 'libasound2'),
  sharedLibrary('libgbm.so.1', 'libgbm1'),
];

/** @type {Requirement[]} */
const comforts = [
  // For the stand-in for the official Electron (npm-electron.mjs).
  { ...program('unzip', 'unzip'), isOptional: true },
  {
    // One good sans-serif family, so that windows and screenshots look the same everywhere.
    need: 'the Inter font',
    packages: ['fonts-inter'],
    isThere: () => fs.existsSync('/usr/share/fonts/opentype/inter'),
    isOptional: true,
  },
];

const virtualDisplay = [program('Xvfb', 'xvfb')];

/**
 * A session bus and a tray on it, for the tests of the tray icon (qa/assets/tray-host.py).
 * @type {Requirement[]}
 */
const trayHost = [
  program('dbus-daemon', 'dbus-daemon', 'dbus'),
  { need: "Python's D-Bus bindings", packages: ['python3-dbus'], isThere: () => canImport('dbus') },
  { need: "Python's GLib bindings", packages: ['python3-gi'], isThere: () => canImport('gi') },
];

/**
 * A Secret Service on a bus of its own, for the tests of the stores (qa/secret-service.ts).
 * @type {Requirement[]}
 */
const secretService = [
  program('gnome-keyring-daemon', 'gnome-keyring'),
  program('secret-tool', 'libsecret-tools'),
  program('gdbus', 'libglib2.0-bin'),
];

/** Ends programs at a system call, and tells how long they held a lock (e2e/torture/accounts/). */
const tracer = [program('strace', 'strace')];

/** For `npm run keyrings`. Without the plugin KWallet opens no session. */
const otherKeyrings = [
  program('keepassxc', 'keepassxc'),
  program('kwalletd5', 'libkf5wallet-bin'),
  {
    need: 'the OpenSSL plugin of QCA',
    packages: ['libqca-qt5-2-plugins'],
    isThere: () => isLibrary('qca-qt5/crypto/libqca-ossl.so'),
  },
];

/** For `npm run windows`. The 32-bit part of Wine is not needed. */
const wine = [
  program('wine', 'wine'),
  {
    need: 'the 64-bit part of Wine',
    packages: ['wine64'],
    isThere: () => isLibrary('wine/x86_64-windows/ntdll.dll'),
  },
  program('x86_64-w64-mingw32-gcc', 'gcc-mingw-w64-x86-64-win32'),
  program('makensis', 'nsis'),
];

/**
 * Installs what is missing, where that is possible without asking: as root on Debian and Ubuntu.
 * @param {Purpose} purpose
 * @throws {SetUpError} elsewhere, with the command to run
 */
export async function ensureSystemLibraries(purpose) {
  if (process.platform !== 'linux') return;
  const requirements = [
    ...electronLibraries,
    ...comforts,
    ...(purpose.virtualDisplay ? virtualDisplay : []),
    ...(purpose.tests ? [...trayHost, ...secretService, ...tracer] : []),
    ...(purpose.keyrings ? otherKeyrings : []),
    ...(purpose.wine ? wine : []),
  ];
  const { output: libraries } = await runCommand(ldconfig(), ['-p'], { quiet: true });
  const missing = requirements.filter((requirement) => !requirement.isThere(libraries));
  const isDebian = isProgram('apt-get');
  const packages = missing.map((requirement) => requirement.packages);
  if (missing.length > 0 && isDebian && process.getuid?.() === 0) return installByApt(packages);
  if (missing.every(({ isOptional }) => isOptional)) return;
  const names = missing.map(({ need }) => need).join(', ');
  if (!isDebian) {
    throw new SetUpError(`Missing: ${names}. Install them with your system's package manager.`);
  }
  const command = `sudo apt-get install ${(await pickNames(packages)).join(' ')}`;
  throw new SetUpError(`Missing: ${names}. Run: ${command}`);
}

/** @param {string[][]} packages alternative names of each */
async function installByApt(packages) {
  await apt('update');
  const names = await pickNames(packages);
  say(`Installing system packages: ${names.join(' ')}`);
  await apt('install', '--yes', '--no-install-recommends', ...names);
}

/** @param {string[][]} packages alternative names of each */
const pickNames = (packages) =>
  Promise.all(
    packages.map(async (names) => {
      for (const name of names.slice(0, -1)) if (await isInstallable(name)) return name;
      return names.at(-1) ?? '';
    }),
  );

/** @param {string[]} args */
async function apt(...args) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const { exitCode, output } = await runCommand('apt-get', args, { quiet: true, env });
  if (exitCode !== 0) {
    throw new SetUpError(`${output}\nThis failed: apt-get ${args.join(' ')}`);
  }
}

/** @param {string} name */
async function isInstallable(name) {
  const { output } = await runCommand('apt-cache', ['policy', name], { quiet: true });
  return /Candidate: (?!\(none\))/.test(output);
}

/** @param {string} name */
function isProgram(name) {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => fs.existsSync(`${folder}/${name}`));
}

/** @param {string} file below the folder of libraries, or that of one architecture */
const isLibrary = (file) =>
  ['', ...fs.readdirSync('/usr/lib')].some((folder) => fs.existsSync(`/usr/lib/${folder}/${file}`));

/** @param {string} module of the system's own Python, for which Debian packages it */
const canImport = (module) =>
  spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

/** Not in the PATH of an ordinary user on Debian. */
const ldconfig = () => (fs.existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig');
