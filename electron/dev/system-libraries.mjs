import fs from 'node:fs';
import { runCommand, say, SetUpError } from './commands.mjs';

/**
 * What Electron and its tests need of the operating system, with the packages that carry it on
 * Debian and Ubuntu (the name with `t64` on releases since 2024). The rest of Electron's libraries
 * comes along as what these depend on.
 * @type {{ need: string, packages: string[], isThere: (libraries: string) => boolean }[]}
 */
const requirements = [
  { need: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { need: 'libnss3.so', packages: ['libnss3'] },
  { need: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { need: 'libgbm.so.1', packages: ['libgbm1'] },
]
  .map(({ need, packages }) => ({
    need,
    packages,
    isThere: (/** @type {string} */ libraries) => libraries.includes(`\t${need} `),
  }))
  .concat([
    { need: 'Xvfb', packages: ['xvfb'], isThere: () => isProgram('Xvfb') },
    { need: 'unzip', packages: ['unzip'], isThere: () => isProgram('unzip') },
    // One good sans-serif family, so that windows and screenshots look the same everywhere.
    {
      need: 'the Inter font',
      packages: ['fonts-inter'],
      isThere: () => fs.existsSync('/usr/share/fonts/opentype/inter'),
    },
    // A session bus and a tray on it, for the tests of the tray icon (e2e/fixtures/tray-host.py).
    {
      need: 'dbus-daemon',
      packages: ['dbus-daemon', 'dbus'],
      isThere: () => isProgram('dbus-daemon'),
    },
    {
      need: "Python's D-Bus bindings",
      packages: ['python3-dbus'],
      isThere: () => fs.existsSync('/usr/lib/python3/dist-packages/dbus'),
    },
    {
      need: "Python's GLib bindings",
      packages: ['python3-gi'],
      isThere: () => fs.existsSync('/usr/lib/python3/dist-packages/gi'),
    },
  ]);

/**
 * Installs what is missing, where that is possible without asking: as root on Debian and Ubuntu.
 * @throws {SetUpError} elsewhere, with the command to run
 */
export async function ensureSystemLibraries() {
  if (process.platform !== 'linux') return;
  const { output: libraries } = await runCommand(ldconfig(), ['-p'], { quiet: true });
  const missing = requirements.filter((requirement) => !requirement.isThere(libraries));
  if (missing.length === 0) return;
  const names = missing.map(({ need }) => need).join(', ');
  if (!isProgram('apt-get')) {
    throw new SetUpError(`Missing: ${names}. Install them with your system's package manager.`);
  }
  const packages = missing.map((requirement) => requirement.packages);
  if (process.getuid?.() === 0) return installByApt(packages);
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

/** Not in the PATH of an ordinary user on Debian. */
const ldconfig = () => (fs.existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig');
