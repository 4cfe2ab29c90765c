import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect } from '@playwright/test';

import { connectToBus, type Values } from '../../electron/testing/secret-service/bus-connection.ts';
import { endProcess, startSessionBus } from '../../electron/testing/secret-service/session-bus.ts';
import { runProgram } from '../fixtures/programs.ts';
import { secretToolOf, type RealSecretService } from '../fixtures/secret-service.ts';

const password = 'the password of this database';

/** All of its groups are for programs, whose group is named by its UUID in two spellings. */
const database = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile>
  <Meta>
    <Generator>Gatehouse</Generator>
    <RecycleBinEnabled>True</RecycleBinEnabled>
    <CustomData>
      <Item>
        <Key>FDO_SECRETS_EXPOSED_GROUP</Key>
        <Value>{01020304-0506-0708-090a-0b0c0d0e0f10}</Value>
      </Item>
    </CustomData>
  </Meta>
  <Root><Group><UUID>AQIDBAUGBwgJCgsMDQ4PEA==</UUID><Name>Root</Name></Group></Root>
</KeePassFile>
`;

const settings = `[General]
ConfigVersion=2
UpdateCheckMessageShown=true
SingleInstance=false
[GUI]
CheckForUpdates=false
[Security]
LockDatabaseIdle=false
[FdoSecrets]
Enabled=true
ShowNotification=false
ConfirmDeleteItem=false
ConfirmAccessItem=false
UnlockBeforeSearch=true
`;

export interface KeePassXC extends RealSecretService {
  /** Paths of all groups and entries in the file of the database, as `keepassxc-cli` lists them. */
  entries(): Promise<readonly string[]>;
}

/**
 * KeePassXC with a new database, open, as the Secret Service of a bus of its own. It needs a
 * display. Seen with KeePassXC 2.7.4.
 */
export async function startKeePassXC(): Promise<KeePassXC> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-keepassxc-'));
  const runtime = path.join(folder, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const bus = await startSessionBus(folder);
  const env = {
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: folder,
    HOME: folder,
    DISPLAY: process.env['DISPLAY'] ?? '',
  };
  const [xml, kdbx, ini] = ['db.xml', 'db.kdbx', 'keepassxc.ini'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  await writeFile(xml, database);
  await writeFile(ini, settings);
  await mustRun('keepassxc-cli', ['import', '-p', '-t', '100', xml, kdbx], env, twice(password));

  /** Where a program asks before the database is open, its window stands, and nobody is there. */
  const start = async (triesLeft = 3): Promise<ChildProcess> => {
    const local = path.join(folder, 'local.ini');
    const args = ['--pw-stdin', '--config', ini, '--localconfig', local, kdbx];
    const program = spawn('keepassxc', args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    program.stdin.end(`${password}\n`);
    await mustRun('gdbus', ['wait', '--session', '--timeout', '30', serviceName], env);
    if (await isSoonOpen(env)) return program;
    await endProcess(program);
    if (triesLeft === 0) throw new Error('KeePassXC has opened no database');
    return start(triesLeft - 1);
  };
  let program = await start();
  const tool = secretToolOf(env);
  return {
    // The home of the programs is another one.
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_RUNTIME_DIR: runtime },
    ...tool,
    pid: () => program.pid ?? 0,
    async entries() {
      const args = ['ls', '-q', '-R', '-f', kdbx];
      const { stdout } = await runProgram('keepassxc-cli', args, { env, stdin: `${password}\n` });
      return stdout.split('\n').filter((line) => line !== '');
    },
    async lock() {
      // Its lock is a prompt, which goes with the connection that asked for it.
      const connection = await connectToBus(bus.address);
      const service = { destination: serviceName, path: servicePath };
      const ask = async (path: string, of: string, member: string, values: Values) =>
        connection.call({ ...service, path, interface: of, member }, values);
      const ofService = 'org.freedesktop.Secret.Service';
      const values = { signature: 's', body: ['default'] };
      const [collection] = await ask(service.path, ofService, 'ReadAlias', values);
      const locking = { signature: 'ao', body: [[collection]] };
      const [, prompt] = await ask(service.path, ofService, 'Lock', locking);
      const asked = { signature: 's', body: [''] };
      if (prompt !== '/')
        await ask(String(prompt), 'org.freedesktop.Secret.Prompt', 'Prompt', asked);
      const property = { signature: 'ss', body: ['org.freedesktop.Secret.Collection', 'Locked'] };
      const isLocked = async () =>
        ask(String(collection), 'org.freedesktop.DBus.Properties', 'Get', property);
      await expect.poll(async () => (await isLocked())[0]).toBe(true);
      await connection.leave();
    },
    crash: () => endProcess(program),
    async restart() {
      program = await start();
    },
    async unlock() {
      // Whoever waits for its window is told that it is gone.
      await endProcess(program);
      program = await start();
    },
    async stop() {
      await endProcess(program);
      await bus.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const serviceName = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';

/** The name is owned before the database is open. */
async function isSoonOpen(env: Readonly<Record<string, string>>): Promise<boolean> {
  const ask = async (at: string, method: string, args: readonly string[]): Promise<string> => {
    const all = ['call', '--session', '--dest', serviceName, '--object-path', at];
    return (await runProgram('gdbus', [...all, '--method', method, ...args], { env })).stdout;
  };
  for (let look = 0; look < 100; look += 1) {
    const alias = await ask(servicePath, 'org.freedesktop.Secret.Service.ReadAlias', ['default']);
    const [collection] = /\/org\S*\/collection\/[^']+/.exec(alias) ?? [];
    if (collection === undefined) continue;
    const locked = ['org.freedesktop.Secret.Collection', 'Locked'];
    if ((await ask(collection, 'org.freedesktop.DBus.Properties.Get', locked)).includes('false'))
      return true;
  }
  return false;
}

async function mustRun(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin = '',
): Promise<void> {
  const { exitCode, stderr } = await runProgram(program, args, { env, stdin });
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${stderr}`);
}

function twice(line: string): string {
  return `${line}\n${line}\n`;
}
