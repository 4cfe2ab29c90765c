import { readFile, stat } from '../files/look.ts';
import {
  peerCheck,
  socketAddress,
  type CheckPeer,
  type SocketAddress,
  type TcpRow,
} from '../sign-in/peer-check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Trusts this user and, under sudo, the caller and the owner of the Codex home (absolute path). */
export function peerCheckOf(
  platform: NodeJS.Platform,
  codexHome: string,
  env: Environment,
): CheckPeer {
  if (platform !== 'linux') return () => Promise.resolve({ kind: 'trusted' });
  let check: Promise<CheckPeer> | null = null;
  return async (ends) => {
    check ??= trustedUsers(codexHome, env).then((users) => peerCheck(readTcpTable, users));
    return (await check)(ends);
  };
}

async function trustedUsers(codexHome: string, env: Environment): Promise<readonly number[]> {
  const own = process.geteuid?.() ?? 0;
  if (own !== 0) return [own];
  const sudo = /^\d+$/.test(env['SUDO_UID'] ?? '') ? [Number(env['SUDO_UID'])] : [];
  const owner = await stat(codexHome).then(
    ({ uid }) => [uid],
    () => [],
  );
  return [own, ...sudo, ...owner];
}

/** The name of a user of this machine; null where /etc/passwd has none. */
export async function userNameOf(uid: number): Promise<string | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd.split('\n').map((line) => line.split(':'));
  return fields.find(([, , number]) => number === String(uid))?.[0] ?? null;
}

/** All TCP sockets of this machine, IPv4 and IPv6; null where the kernel's tables cannot be read. */
async function readTcpTable(): Promise<readonly TcpRow[] | null> {
  const tcp = await readFile('/proc/net/tcp', 'latin1').catch(() => null);
  const tcp6 = await readFile('/proc/net/tcp6', 'latin1').catch(() => '');
  return tcp === null ? null : tcpRowsIn(`${tcp}\n${tcp6}`);
}

const established = '01';

/** Rows in the text of /proc/net/tcp and tcp6 (Linux, Documentation/networking/proc_net_tcp.rst). */
export function tcpRowsIn(tables: string): readonly TcpRow[] {
  return tables.split('\n').flatMap((line) => {
    const [, from = '', to = '', state, , , , uid, , inode] = line.trim().split(/\s+/);
    const local = addressIn(from);
    const remote = addressIn(to);
    if (local === null || remote === null) return [];
    const isEstablished = state === established;
    return [{ local, remote, isEstablished, uid: Number(uid), inode: Number(inode) }];
  });
}

/** `0100007F:05AF`: words of 32 bits in the order of x86 and ARM, and the port. */
function addressIn(text: string): SocketAddress | null {
  const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text);
  if (!match) return null;
  const [, digits = '', port = ''] = match;
  const words = digits.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)),
  );
  return socketAddress(bytes.length === 4 ? bytes.join('.') : ipv6(bytes), parseInt(port, 16));
}

const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

function ipv6(bytes: readonly number[]): string {
  if (mappedPrefix.every((byte, index) => bytes[index] === byte)) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_group, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  // The shortest form, as Node names addresses (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
