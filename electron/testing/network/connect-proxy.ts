import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

import { listenOnLoopback } from '../issuer/loopback-server.ts';
import type { Identity } from './certificates.ts';

export interface ConnectProxyOptions {
  /** Where names lead that only this proxy knows: "auth.example:443" to an origin on loopback. */
  readonly places?: Readonly<Record<string, string>>;
  /** "name:password" that it asks for. */
  readonly login?: string;
  /** What it answers to everybody instead of connecting: a status, or nothing at all. */
  readonly refuses?: number | 'hangs up' | 'stays silent';
  /** It speaks TLS itself. */
  readonly identity?: Identity;
}

/** A proxy on 127.0.0.1 that connects (RFC 9110 section 9.3.6) and does nothing else. */
export interface ConnectProxy {
  /** Without user name and password. */
  readonly origin: string;
  /** Where it was asked to connect to, oldest first, such as "auth.example:443". */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { identity, login, places = {}, refuses } = options;
  const asked: string[] = [];
  const open = new Set<Duplex>();
  const keep = (stream: Duplex) => {
    open.add(stream);
    stream.on('error', () => {}).on('close', () => open.delete(stream));
  };
  const server = identity === undefined ? createHttpServer() : createHttpsServer(identity);
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Duplex) => {
    keep(client);
    asked.push(url);
    if (refuses === 'stays silent') return;
    if (refuses === 'hangs up') return void client.end();
    const isWelcome =
      login === undefined || headers['proxy-authorization'] === `Basic ${btoa(login)}`;
    if (!isWelcome) return sendStatus(client, 407);
    if (refuses !== undefined) return sendStatus(client, refuses);
    const place = places[url];
    if (place === undefined) return sendStatus(client, 502);
    const { hostname, port } = new URL(place);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    keep(upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const origin = await listenOnLoopback(server, 0);
  return {
    origin: identity === undefined ? origin : origin.replace('http:', 'https:'),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const stream of open) stream.destroy();
      }),
  };
}

function sendStatus(client: Duplex, status: number): void {
  client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
}
