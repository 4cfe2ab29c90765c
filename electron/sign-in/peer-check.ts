/**
 * Whose program is at the other end of a connection to this machine's loopback address, by
 * the kernel's own table of connections. Only a person's own browser may decide their
 * sign-in: another user of the machine, who could deliver a code of an account of theirs,
 * may not.
 */

/** The two ends of a connection, as the server's socket names them. */
export interface ConnectionEnds {
  readonly local: SocketAddress;
  /** Null where the connection is gone already. */
  readonly remote: SocketAddress | null;
}

export interface SocketAddress {
  /** IPv4 in dotted form, also where it was mapped into IPv6 (RFC 4291 section 2.5.5.2). */
  readonly address: string;
  readonly port: number;
}

/** One row of the table: a socket of this machine, seen from its own end. */
export interface TcpRow {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly isEstablished: boolean;
  /** Number of the user who made the socket. */
  readonly uid: number;
  /** 0 once no program has the socket open any more. */
  readonly inode: number;
}

/** What is known of who sent a request. */
export type Peer =
  | { readonly kind: 'trusted' }
  /** A program of another user, whose number the kernel tells. */
  | { readonly kind: 'otherUser'; readonly uid: number }
  /** Nobody is there any more who could be asked. */
  | { readonly kind: 'gone' };

/** Reads the table afresh; null where this system has none that can be read. */
export type ReadTcpTable = () => Promise<readonly TcpRow[] | null>;

/** Tells who is at the other end of a connection, at this moment. */
export type CheckPeer = (ends: ConnectionEnds) => Promise<Peer>;

/**
 * How often a peer without a row is looked for. The kernel hands its table out in pieces, and
 * a row can be missed in one reading while others come and go.
 */
const looksForPeer = 4;

/**
 * The check on Linux. The peer's row is read first and our own end afterwards: a peer that
 * has closed is listed without its owner, and one that has reset the connection is not listed
 * at all while its request is still being answered, so that only a connection which stands
 * afterwards says anything.
 *
 * Trusted are our own user, those in `users`, root with a live socket (forwarders), and a peer
 * without a row while our end stands (a browser outside of this system, as under WSL). Where
 * there is no table everybody is trusted, as on systems without such a check.
 *
 * @param users numbers of the users whose browser this is.
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
 * Whoever asks while the table is being read gets the next reading, one for all of them: an
 * answer is never older than its question, and a crowd costs no more than two who wait.
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

/** An address as the table is compared by; mapped IPv4 addresses lose their prefix. */
export function socketAddress(address: string, port: number): SocketAddress {
  return { address: address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, ''), port };
}
