import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Server as SocketServer, Socket } from 'node:net';
import { finished } from 'node:stream/promises';

import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { AppFailure } from '../base/app-failure.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import type { CallbackRequest } from './callback.ts';
import { rejection, type CallbackReply } from './callback-page.ts';
import { socketAddress, type ConnectionEnds } from './peer-check.ts';

/** Ports that the provider accepts, in the order they are tried (codex-rs/login/src/server.rs). */
export const registeredPorts: readonly number[] = [1455, 1457];

/** Resolves once the reply is sent, or the browser is gone. */
export type Respond = (reply: CallbackReply) => Promise<void>;

type CallbackHandler = (request: CallbackRequest, respond: Respond) => void;

export interface CallbackServer {
  readonly port: number;
  /** Which port was busy, as a sentence; null where it is the first one. */
  readonly portNote: string | null;
  /** Until this is called, everything is answered "Not Found". */
  answerWith(handler: CallbackHandler): void;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and ::1 (RFC 8252 section 7.3), on the first port that is free for both.
 * Unlike upstream, it asks no other program for its port. @throws {AppFailure} `ports-busy`
 */
export async function openCallbackServer(ports: readonly number[]): Promise<CallbackServer> {
  let handler: CallbackHandler = (_request, respond) => void respond(rejection('notFound'));
  const onRequest = (request: IncomingMessage, response: ServerResponse) =>
    handler(describeRequest(request), (reply) => send(response, reply));
  for (const port of ports) {
    const servers = await listenOnLoopback(port, onRequest);
    if (servers === null) continue;
    return {
      port: portOf(servers[0]),
      portNote: port === ports[0] ? null : portNote(ports[0] ?? 0, port),
      answerWith(next) {
        handler = next;
      },
      close: async () => {
        await Promise.all(servers.map(closeServer));
      },
    };
  }
  throw new AppFailure('ports-busy', allPortsBusy(ports));
}

type Servers = readonly [Server, ...Server[]];

async function listenOnLoopback(
  port: number,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Servers | null> {
  const ipv4 = loopbackServer(onRequest);
  const failure4 = await listen(ipv4, '127.0.0.1', port);
  if (failure4 !== null) {
    if (isTaken(failure4)) return null;
    throw failure4;
  }
  const ipv6 = loopbackServer(onRequest);
  const failure6 = await listen(ipv6, '::1', portOf(ipv4));
  if (failure6 === null) return [ipv4, ipv6];
  if (hasNoFamily(failure6)) return [ipv4];
  await closeServer(ipv4);
  if (isTaken(failure6)) return null;
  throw failure6;
}

/** Beyond it the oldest idle connections are closed, so that none can keep a browser out. */
const maxConnections = 512;

const requestTimeoutMs = 10_000;

function loopbackServer(
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      idle.delete(request.socket);
      onRequest(request, response);
    },
  );
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
    const [oldest] = idle;
    if (idle.size > maxConnections) oldest?.destroy();
  });
  return server;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function send(response: ServerResponse, reply: CallbackReply): Promise<void> {
  response.writeHead(reply.status, reply.headers).end(reply.body);
  await finished(response).catch(() => undefined);
}

function describeRequest(request: IncomingMessage): CallbackRequest {
  const { method = '', url = '', headers, socket } = request;
  return { method, url, headers, ends: endsOf(socket) };
}

function endsOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): ConnectionEnds {
  const isThere = remoteAddress !== undefined && remotePort !== undefined;
  return {
    local: socketAddress(localAddress ?? '', localPort ?? 0),
    remote: isThere ? socketAddress(remoteAddress, remotePort) : null,
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function portNote(busy: number, used: number): string {
  return texts.port.another({ busy, used });
}

function allPortsBusy(ports: readonly number[]): string {
  const list = new Intl.ListFormat('en').format(ports.map(String));
  return texts.port.none({ ports: list });
}

/** Listens on one address alone (port 0 for any). Returns what stood in the way, or null. */
export function listen(server: SocketServer, host: string, port: number): Promise<Error | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', resolve);
      // Such as running out of file descriptors; the time limit of the sign-in covers it.
      server.on('error', () => undefined);
      resolve(null);
    });
  });
}

/** Windows answers EACCES for ports that it, or another user, keeps reserved. */
export function isTaken(error: Error): boolean {
  return isErrno(error, 'EADDRINUSE', 'EACCES');
}

/** Whether this machine has no such address, as without IPv6. */
export function hasNoFamily(error: Error): boolean {
  return isErrno(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT');
}
