import type { Server } from 'node:net';

/**
 * Listens on this address alone. @returns what stood in the way, or null once it listens.
 *
 * @param port 0 for any that is free.
 */
export function listen(server: Server, host: string, port: number): Promise<Error | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', resolve);
      // Running out of file descriptors, say; the time limit of the sign-in covers it.
      server.on('error', () => undefined);
      resolve(null);
    });
  });
}

/** Windows answers EACCES for ports that it, or another user, keeps reserved. */
export function isTaken(error: Error): boolean {
  return hasCode(error, ['EADDRINUSE', 'EACCES']);
}

/** Whether this machine has no such address, as without IPv6. */
export function hasNoFamily(error: Error): boolean {
  return hasCode(error, ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);
}

function hasCode(error: Error, codes: readonly string[]): boolean {
  return 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
