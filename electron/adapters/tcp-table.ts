import { readFile } from 'node:fs/promises';

import { socketAddress, type SocketAddress, type TcpRow } from '../sign-in/peer-check.ts';

/**
 * All TCP sockets of this machine on Linux, of both families; null where the kernel's tables
 * cannot be read, as on other systems.
 */
export async function readTcpTable(): Promise<readonly TcpRow[] | null> {
  const [tcp, tcp6] = await Promise.all(
    // A machine without IPv6 has no second table.
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'latin1').catch(() => null)),
  );
  return tcp === null || tcp === undefined ? null : tcpRowsIn(`${tcp}\n${tcp6 ?? ''}`);
}

const established = '01';

/**
 * Rows in the text of /proc/net/tcp and tcp6.
 * Source: Documentation/networking/proc_net_tcp.rst of Linux.
 */
export function tcpRowsIn(tables: string): readonly TcpRow[] {
  return tables.split('\n').flatMap((line) => {
    const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/);
    const ends = [local, remote].map((end) => addressIn(end ?? ''));
    const [from, to] = ends;
    if (!from || !to) return [];
    return [
      {
        local: from,
        remote: to,
        isEstablished: state === established,
        uid: Number(uid),
        inode: Number(inode),
      },
    ];
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
