import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';

import { closeServer, listenOnLoopback } from '../issuer/loopback-server.ts';
import type { Identity } from './certificates.ts';

export interface TlsServer {
  /** Such as `https://127.0.0.1:40213`. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** A server on 127.0.0.1 that proves who it is. */
export async function startTlsServer(
  identity: Identity,
  answer: RequestListener,
): Promise<TlsServer> {
  const server = createServer(identity, answer);
  const origin = await listenOnLoopback(server, 0);
  return { origin: origin.replace('http:', 'https:'), close: () => closeServer(server) };
}
