import { randomBytes } from 'node:crypto';
import { access, open, readdir, readFile, readlink, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import type { CaFileFacts, DoctorProbes, LoopbackHost } from './doctor-facts.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { hasNoFamily, isTaken, listen } from '../sign-in/callback-server.ts';
import { readCaFile } from '../adapters/ca-file.ts';
import { systemNow } from '../adapters/clock.ts';
import { codexProcessesOnLinux } from '../adapters/processes.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import type { Network } from '../adapters/network.ts';
import { describeProcess, processIds, processName } from '../adapters/processes.ts';

/** What the doctor looks at this machine with, in a program that itself holds nothing. */
export function doctorProbesOf(platform: NodeJS.Platform, network: Network): DoctorProbes {
  const isLinux = platform === 'linux';
  return {
    ...network,
    now: systemNow,
    lockFile: fileLockOf(platform),
    tryPort,
    holdsPort: () => false,
    holdsLock: () => false,
    portHolder: isLinux ? portHolderOnLinux : () => Promise.resolve(null),
    readCaFile: caFileFacts,
    exists: (file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    tryToWrite,
    codexProcesses: isLinux ? codexProcessesOnLinux : () => Promise.resolve(null),
  };
}

/** As the sign-in itself is written, so that a full disk shows as well. */
async function tryToWrite(folder: string): Promise<string | null> {
  const file = path.join(folder, `.gatehouse-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(16 * 1024));
      await handle.sync();
    } finally {
      await handle.close();
      await unlink(file);
    }
    return null;
  } catch (error) {
    return fileReason(error);
  }
}

async function caFileFacts(file: string, now: number): Promise<CaFileFacts> {
  const content = await readCaFile(file);
  if (content.kind !== 'certificates') return content;
  const { kind, certificates } = content;
  const expired = certificates.filter(({ validTo }) => Date.parse(validTo) < now).length;
  return { kind, count: certificates.length, expired };
}

/** @throws {Error} what no sign-in expects of a listener. */
async function tryPort(host: LoopbackHost, port: number): Promise<'free' | 'taken' | 'noFamily'> {
  const server = createServer();
  const failure = await listen(server, host, port);
  if (failure === null) {
    await new Promise((resolve) => server.close(resolve));
    return 'free';
  }
  if (isTaken(failure)) return 'taken';
  if (hasNoFamily(failure)) return 'noFamily';
  throw failure;
}

/** The program on a port, such as "codex (process 4711)"; null where Linux does not show it. */
export async function portHolderOnLinux(host: LoopbackHost, port: number): Promise<string | null> {
  const [tcp, tcp6] = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const sockets = listenersIn(`${tcp}\n${tcp6}`, host, port).map((inode) => `socket:[${inode}]`);
  if (sockets.length === 0) return null;
  for (const pid of await processIds()) {
    if (await hasOpen(pid, sockets)) return describeProcess(pid, await processName(pid));
  }
  return null;
}

async function hasOpen(pid: number, sockets: readonly string[]): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`${folder}/${descriptor}`).catch(() => '');
    if (sockets.includes(target)) return true;
  }
  return false;
}

const any4 = '00000000';
const any6 = '00000000000000000000000000000000';

/** Addresses whose listener is in the way, with the word order of x86 and ARM. */
const addressesInTheWay: Readonly<Record<LoopbackHost, readonly string[]>> = {
  '127.0.0.1': ['0100007F', any4, any6, '0000000000000000FFFF00000100007F'],
  '::1': ['00000000000000000000000001000000', any6],
};

const listening = '0A';

/** Inodes of the listeners in the way, those on this very host first (Linux, proc_net_tcp.rst). */
export function listenersIn(tables: string, host: LoopbackHost, port: number): string[] {
  const addresses = addressesInTheWay[host];
  const wantedPort = port.toString(16).toUpperCase().padStart(4, '0');
  const found = tables.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = '0'] = line.trim().split(/\s+/);
    const [address = '', itsPort] = local.split(':');
    const rank = addresses.indexOf(address);
    const isIt = rank >= 0 && itsPort === wantedPort && state === listening && inode !== '0';
    return isIt ? [{ rank, inode }] : [];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ inode }) => inode);
}
