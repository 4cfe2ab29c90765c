export interface ConnectionEnds {
  readonly local: SocketAddress;
  /** Null once the connection is gone. */
  readonly remote: SocketAddress | null;
}

export interface SocketAddress {
  /** IPv4 in dotted form, even where it was mapped into IPv6 (RFC 4291 section 2.5.5.2). */
  readonly address: string;
  readonly port: number;
}

export interface TcpRow {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly isEstablished: boolean;
  readonly uid: number;
  /** 0 once no program has the socket open. */
  readonly inode: number;
}

export type Peer =
  | { readonly kind: 'trusted' }
  | { readonly kind: 'otherUser'; readonly uid: number }
  | { readonly kind: 'gone' };

/** Null where there is no table that can be read; then everyone is trusted. */
export type ReadTcpTable = () => Promise<readonly TcpRow[] | null>;

export type CheckPeer = (ends: ConnectionEnds) => Promise<Peer>;

/** The kernel returns its table in pieces, so that one reading can miss a row. */
const looksForPeer = 4;

/**
 * The check on Linux: another user could deliver a code for their own account. The peer's row is
 * read before our own: a closed peer has no owner, one that reset the connection no row. Trusted
 * are `users`, root (forwarders), and a peer without a row (a browser outside, as under WSL).
 */
export function peerCheck(read: ReadTcpTable, users: readonly number[]): CheckPeer {
  const readTable = shared(read);
  return async ({ local, remote }) => {
    if (remote === null) return { kind: 'gone' };
    let peer: Peer | null = null;
    for (let look = 0; look < looksForPeer && peer === null; look += 1) {
      const rows = await readTable();
      if (rows === null) return { kind: 'trusted' };
      const row = rowFrom(rows, remote, local);
      if (row !== null) peer = ownerOf(row, users);
      const own = rowFrom((await readTable()) ?? [], local, remote);
      if (own?.isEstablished !== true) return { kind: 'gone' };
    }
    return peer ?? { kind: 'trusted' };
  };
}

/** Questions during a reading share the next one, so that no answer is older than its question. */
function shared(read: ReadTcpTable): ReadTcpTable {
  let running: ReturnType<ReadTcpTable> | null = null;
  let next: ReturnType<ReadTcpTable> | null = null;
  const begin = (): ReturnType<ReadTcpTable> => {
    running = read().finally(() => (running = null));
    return running;
  };
  return () => {
    if (running === null) return begin();
    next ??= running
      .catch(() => null)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}

function ownerOf({ isEstablished, uid, inode }: TcpRow, users: readonly number[]): Peer {
  if (!isEstablished || inode === 0) return { kind: 'gone' };
  return uid === 0 || users.includes(uid) ? { kind: 'trusted' } : { kind: 'otherUser', uid };
}

function rowFrom(rows: readonly TcpRow[], from: SocketAddress, to: SocketAddress): TcpRow | null {
  return rows.find((row) => isSame(row.local, from) && isSame(row.remote, to)) ?? null;
}

function isSame(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && a.address === b.address;
}

/** An address as in the table; mapped IPv4 addresses lose their prefix. */
export function socketAddress(address: string, port: number): SocketAddress {
  return { address: address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, ''), port };
}
