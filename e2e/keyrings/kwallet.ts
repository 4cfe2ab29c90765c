import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { endProcess, startSessionBus } from '../../electron/testing/secret-service/session-bus.ts';
import { runProgram } from '../fixtures/programs.ts';
import { secretToolOf, type RealSecretService } from '../fixtures/secret-service.ts';

const wallet = 'kdewallet';

const settings = `[Wallet]
Close When Idle=false
Close on Screensaver=false
Default Wallet=${wallet}
Enabled=true
First Use=false
Launch Manager=false
Leave Open=true
Prompt on Open=false
Use One Wallet=true
[org.freedesktop.secrets]
apiEnabled=true
`;

/**
 * KWallet with a new wallet, open, as the Secret Service of a bus of its own. It needs a
 * display. The wallet is made and opened as PAM does at login; a new one is there for other
 * programs after a restart alone. Seen with kwalletd5 5.103.
 */
export async function startKWallet(): Promise<RealSecretService> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-kwallet-'));
  const runtime = path.join(folder, 'run');
  await mkdir(runtime, { mode: 0o700 });
  await writeFile(path.join(folder, 'kwalletrc'), settings);
  const bus = await startSessionBus(folder);
  const env = {
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: path.join(folder, 'data'),
    HOME: folder,
    DISPLAY: process.env['DISPLAY'] ?? '',
  };
  const start = async (): Promise<ChildProcess> => {
    const daemon = spawn('kwalletd5', [], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'ignore',
    });
    for (const name of ['org.kde.kwalletd5', 'org.freedesktop.secrets']) {
      await mustRun(['wait', '--session', '--timeout', '30', name], env);
    }
    await ofWallet(env, 'pamOpen', wallet, `[byte ${passwordHash}]`, '0');
    return daemon;
  };
  const end = async (daemon: ChildProcess): Promise<void> => {
    // Writes what is still in its memory.
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    await ended;
  };
  await end(await start());
  let daemon = await start();
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_RUNTIME_DIR: runtime },
    ...secretToolOf(env),
    pid: () => daemon.pid ?? 0,
    lock: () => ofWallet(env, 'close', wallet, 'true'),
    async unlock() {
      await end(daemon);
      daemon = await start();
    },
    crash: () => end(daemon),
    async restart() {
      daemon = await start();
    },
    async stop() {
      await endProcess(daemon);
      await bus.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** 56 bytes, as PAM derives them from the password of the person. */
const passwordHash = Array.from({ length: 56 }, () => '0x07').join(', ');

function ofWallet(
  env: Readonly<Record<string, string>>,
  method: string,
  ...args: readonly string[]
): Promise<void> {
  const object = ['--dest', 'org.kde.kwalletd5', '--object-path', '/modules/kwalletd5'];
  return mustRun(
    ['call', '--session', ...object, '--method', `org.kde.KWallet.${method}`, ...args],
    env,
  );
}

async function mustRun(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { exitCode, stderr } = await runProgram('gdbus', args, { env });
  if (exitCode !== 0) throw new Error(`gdbus ended with ${exitCode}: ${stderr}`);
}
