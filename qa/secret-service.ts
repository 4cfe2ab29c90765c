import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import {
  endProcess,
  hasEnded,
  startSessionBus,
} from '../electron/testing/secret-service/session-bus.ts';
import { keyringCrash } from './keyring-crash.ts';
import { runProgram, startProgram, type ProgramEnd } from './programs.ts';

/** One item, by the attributes that find it. */
export interface SecretItem {
  readonly service: string;
  readonly username: string;
}

/** A real Secret Service on a session bus of its own, unlocked at the start. */
export interface SecretService {
  /** For the programs that shall find it. */
  readonly env: Readonly<Record<string, string>>;
  /** The value as another program sees it; null where there is no item. */
  lookUp(item: SecretItem): Promise<string | null>;
  /** Stores a value as another program would. */
  store(item: SecretItem, value: string): Promise<void>;
  /** Locks the keyring. Nobody is there to answer the prompt that unlocks it. */
  lock(): Promise<void>;
  /** Ends the keyring's process, as a crash would; the bus stays. */
  crash(): Promise<void>;
  /** Starts the keyring again after a crash, unlocked, with what was in it. */
  restart(): Promise<void>;
  /** @throws with {@link keyringCrash} where the keyring had ended before, unasked. */
  stop(): Promise<void>;
}

/** One that people have. */
export interface RealSecretService extends SecretService {
  /** Of the process that answers. */
  pid(): number;
  /** Makes it as it was at the start, with what was in it. */
  unlock(): Promise<void>;
}

/** The fixture: a Secret Service that ends with the test. */
export async function withSecretService(
  // Playwright wants a pattern here, also where nothing is taken.
  {}: object,
  use: (service: SecretService) => Promise<void>,
): Promise<void> {
  const service = await startSecretService();
  await use(service);
  await service.stop();
}

/**
 * Starts a bus that starts nothing by itself, so that a keyring that is gone
 * stays gone and no prompt appears on anybody's screen, and GNOME Keyring on it.
 */
export async function startSecretService(): Promise<RealSecretService> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-keyring-'));
  const runtime = path.join(folder, 'run');
  const data = path.join(folder, 'data');
  await mkdir(runtime, { mode: 0o700 });
  await mkdir(data);
  const bus = await startSessionBus(folder);
  const env = {
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: data,
  };
  const start = () => startKeyring(folder, env);
  let keyring = await start();
  return {
    env,
    ...secretToolOf(env),
    pid: () => keyring.pid ?? 0,
    lock: () => runOrFail('gdbus', lockCall, env),
    crash: () => endProcess(keyring),
    async restart() {
      keyring = await start();
    },
    async unlock() {
      await endProcess(keyring);
      keyring = await start();
    },
    async stop() {
      const hasCrashed = hasEnded(keyring) && !keyring.killed;
      await endProcess(keyring);
      await bus.stop();
      await rm(folder, { recursive: true, force: true });
      if (hasCrashed)
        throw new Error(`${keyringCrash} (${keyring.signalCode ?? keyring.exitCode})`);
    },
  };
}

/** Another client of a Secret Service: `secret-tool`. */
export function secretToolOf(
  env: Readonly<Record<string, string>>,
): Pick<SecretService, 'lookUp' | 'store'> {
  return {
    async lookUp({ service, username }) {
      const args = ['lookup', 'service', service, 'username', username];
      const { exitCode, stdout } = await secretTool(args, env);
      return exitCode === 0 ? stdout : null;
    },
    async store({ service, username }, value) {
      // What the Codex CLI adds to its items.
      const added = ['target', 'default', 'application', 'rust-keyring'];
      const args = ['store', '--label=test', 'service', service, 'username', username, ...added];
      const { exitCode, stderr } = await secretTool(args, env, value);
      if (exitCode !== 0) throw new Error(`secret-tool ended with ${exitCode}: ${stderr}`);
    },
  };
}

/** KeePassXC now and then leaves it without an answer: then it is run once more. */
async function secretTool(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin = '',
): Promise<ProgramEnd> {
  const run = async (): Promise<ProgramEnd> => {
    const tool = startProgram('secret-tool', args, { env, stdin });
    const patience = setTimeout(() => tool.kill(), 30_000);
    return tool.end.finally(() => clearTimeout(patience));
  };
  const end = await run();
  return end.exitCode === null ? run() : end;
}

async function startKeyring(
  folder: string,
  env: Readonly<Record<string, string>> & { readonly XDG_RUNTIME_DIR: string },
): Promise<ChildProcess> {
  const control = path.join(env.XDG_RUNTIME_DIR, 'keyring');
  const keyring = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', `--control-directory=${control}`],
    {
      env: { PATH: process.env['PATH'], HOME: folder, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  keyring.stdin.end('the password of this keyring');
  await runOrFail(
    'gdbus',
    ['wait', '--session', '--timeout', '20', 'org.freedesktop.secrets'],
    env,
  );
  return keyring;
}

const lockCall = [
  ...['call', '--session', '--dest', 'org.freedesktop.secrets'],
  ...['--object-path', '/org/freedesktop/secrets'],
  ...['--method', 'org.freedesktop.Secret.Service.Lock'],
  "['/org/freedesktop/secrets/collection/login']",
];

async function runOrFail(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { exitCode, stderr } = await runProgram(program, args, { env });
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${stderr}`);
}
