import { readdir, readFile, readlink } from '../files/look.ts';
import { describeProcess, processIds, processName } from './processes.ts';

/** The program on a port, such as "codex (process 4711)"; null where Linux does not show it. */
export async function portHolderOnLinux(host: string, port: number): Promise<string | null> {
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
const addressesInTheWay: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1': ['0100007F', any4, any6, '0000000000000000FFFF00000100007F'],
  '::1': ['00000000000000000000000001000000', any6],
};

const listening = '0A';

/** Inodes of the listeners in the way, those on this very host first (Linux, proc_net_tcp.rst). */
export function listenersIn(tables: string, host: string, port: number): string[] {
  const addresses = addressesInTheWay[host] ?? [];
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
