/** The two ends of a connection, as the server's socket names them. */
export interface ConnectionEnds {
  readonly local: SocketAddress;
  /** Null where the connection is gone. */
  readonly remote: SocketAddress | null;
}

export interface SocketAddress {
  /** IPv4 in dotted form, even where it was mapped into IPv6 (RFC 4291 section 2.5.5.2). */
  readonly address: string;
  readonly port: number;
}

/** One row of the kernel's table: a socket of this machine, seen from its own end. */
export interface TcpRow {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly isEstablished: boolean;
  /** Of the user who made the socket. */
  readonly uid: number;
  /** 0 once no program has the socket open. */
  readonly inode: number;
}

/** Who sent a request. */
export type Peer =
  | { readonly kind: 'trusted' }
  | { readonly kind: 'otherUser'; readonly uid: number }
  /** No program has the connection open any more. */
  | { readonly kind: 'gone' };

/** Reads the table again; null where there is none that can be read. */
export type ReadTcpTable = () => Promise<readonly TcpRow[] | null>;

/** Finds out who is at the other end of a connection at this moment. */
export type CheckPeer = (ends: ConnectionEnds) => Promise<Peer>;

/** The kernel returns its table in pieces, so that one reading can miss a row. */
const looksForPeer = 4;

/**
 * The check by the kernel's table of connections, on Linux: another user of the machine, who could
 * deliver a code for an account of theirs, must not decide a sign-in. The peer's row is read
 * before our own: a peer that closed has no owner, and one that reset the connection no row.
 *
 * Trusted are `users`, root with a live socket (forwarders), a peer without a row on an open
 * connection (a browser outside of this system, as under WSL), and everyone without a table.
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

/**
 * All who ask while the table is being read share the next reading: an answer is never older than
 * its question, and many questions cost no more than two.
 */
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
