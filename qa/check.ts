import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';

import { appFolder, electronExecutable } from './installation.ts';
import { canHaveMachineFiles } from './machine-files.ts';

/** What a machine has of what the kit needs. */
export interface MachineFacts {
  readonly platform: string;
  /** Folder of the app, or why there is none. */
  readonly app: Finding;
  /** Version of Electron, or why it does not run. */
  readonly electron: Finding;
  readonly hasDisplay: boolean;
  readonly hasVirtualDisplay: boolean;
  /** Of the sign-in ports, those that another program has. */
  readonly takenPorts: readonly number[];
  readonly canHaveMachineFiles: boolean;
  /** Of the programs that the kit starts, those that are missing. */
  readonly missingPrograms: readonly string[];
  /** Of Python's modules for the tray, those that are missing. */
  readonly missingModules: readonly string[];
}

type Finding =
  | { readonly found: true; readonly what: string }
  | { readonly found: false; readonly because: string };

export interface MachineCheck {
  readonly name: string;
  /** `missing` stops every test, `limited` those that need it. */
  readonly result: 'ok' | 'limited' | 'missing';
  /** What was found, or what is missing and what to do. */
  readonly text: string;
}

const signInPorts: readonly number[] = [1455, 1457];

const programsOf = {
  tray: ['dbus-daemon', 'python3'],
  keyring: ['dbus-daemon', 'gnome-keyring-daemon', 'secret-tool', 'gdbus'],
} as const;

/** Judges the facts, in the order in which a test would meet them. */
export function judgeMachine(facts: MachineFacts): readonly MachineCheck[] {
  const isLinux = facts.platform === 'linux';
  return [
    found('Gatehouse', facts.app),
    found('Electron', facts.electron),
    display(facts),
    ports(facts.takenPorts),
    isLinux && facts.canHaveMachineFiles
      ? ok('Rules of a managed machine', 'tests can have an /etc/codex of their own')
      : limited(
          'Rules of a managed machine',
          'needs root on Linux, and unshare. Run the tests as root in a container with SYS_ADMIN, or skip those with machine files.',
        ),
    service('Tray', isLinux, missingFor('tray', facts), facts.missingModules, trayPackages),
    service('Keyring', isLinux, missingFor('keyring', facts), [], keyringPackages),
  ];
}

const trayPackages = 'dbus python3-dbus python3-gi';
const keyringPackages = 'dbus gnome-keyring libsecret-tools libglib2.0-bin';

function ok(name: string, text: string): MachineCheck {
  return { name, result: 'ok', text };
}

function limited(name: string, text: string): MachineCheck {
  return { name, result: 'limited', text };
}

function found(name: string, finding: Finding): MachineCheck {
  return finding.found
    ? ok(name, finding.what)
    : { name, result: 'missing', text: finding.because };
}

function display({ platform, hasDisplay, hasVirtualDisplay }: MachineFacts): MachineCheck {
  if (platform !== 'linux' || hasDisplay) return ok('Display', 'there is one');
  if (hasVirtualDisplay) return ok('Display', 'there is none; the kit starts Xvfb');
  const text = 'there is none, and no Xvfb. Run: apt-get install xvfb';
  return { name: 'Display', result: 'missing', text };
}

function ports(taken: readonly number[]): MachineCheck {
  const name = 'Sign-in ports';
  if (taken.length === 0) return ok(name, `${signInPorts.join(' and ')} are free`);
  const text = `another program has ${taken.join(' and ')}. End it (a codex login, or another Gatehouse): ss -ltnp`;
  return taken.length < signInPorts.length
    ? limited(name, `${text}. The other one is used meanwhile.`)
    : { name, result: 'missing', text };
}

function missingFor(
  service: keyof typeof programsOf,
  { missingPrograms }: MachineFacts,
): readonly string[] {
  return programsOf[service].filter((program) => missingPrograms.includes(program));
}

function service(
  name: string,
  isLinux: boolean,
  programs: readonly string[],
  modules: readonly string[],
  packages: string,
): MachineCheck {
  if (!isLinux) return limited(name, 'the kit has one on Linux alone.');
  const missing = [...programs, ...modules.map((module) => `Python's ${module}`)];
  return missing.length === 0
    ? ok(name, 'tests have one of their own')
    : limited(name, `${missing.join(', ')} missing. Run: apt-get install ${packages}`);
}

/** Looks at this machine. Nothing of it is changed. */
export async function examineMachine(): Promise<MachineFacts> {
  const programs = [...new Set(Object.values(programsOf).flat())];
  return {
    platform: process.platform,
    app: find(() => appFolder()),
    electron: find(electronVersion),
    hasDisplay: Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']),
    hasVirtualDisplay: runs('Xvfb', ['-help']),
    takenPorts: await takenOf(signInPorts),
    canHaveMachineFiles: canHaveMachineFiles(),
    missingPrograms: programs.filter((program) => !runs('sh', ['-c', `command -v ${program}`])),
    missingModules: ['dbus', 'gi'].filter(
      (module) => !runs('/usr/bin/python3', ['-c', `import ${module}`]),
    ),
  };
}

function electronVersion(): string {
  const executable = electronExecutable();
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const script = 'process.stdout.write(process.versions.electron)';
  const version = execFileSync(executable, ['-e', script], { env, encoding: 'utf8' });
  return `${version}, ${executable}`;
}

function find(look: () => string): Finding {
  try {
    return { found: true, what: look() };
  } catch (error) {
    return { found: false, because: error instanceof Error ? error.message : String(error) };
  }
}

function runs(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function takenOf(wanted: readonly number[]): Promise<number[]> {
  const free = await Promise.all(wanted.map(isFree));
  return wanted.filter((_port, index) => free[index] === false);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
