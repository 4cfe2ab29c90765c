import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import tls from 'node:tls';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Route } from '../network/routes.ts';
import { closeServer, listenOnLoopback } from '../testing/issuer/loopback-server.ts';
import { startConnectProxy, type ConnectProxyOptions } from '../testing/network/connect-proxy.ts';
import { connectBy } from './connect-by-routes.ts';

const trust = { secureContext: tls.createSecureContext({ ca: [] }), problem: null };
/** Nobody but a proxy can tell where it is (RFC 6761 section 6.4). */
const target = new URL('http://auth.gatehouse.invalid');

async function placesInTest() {
  const server = createServer((_request, response) => response.end());
  onTestFinished(() => closeServer(server));
  return { 'auth.gatehouse.invalid:80': await listenOnLoopback(server, 0) };
}

async function proxyInTest(options: ConnectProxyOptions) {
  const { asked, origin, close } = await startConnectProxy(options);
  onTestFinished(close);
  const route: Route = { kind: 'proxy', proxy: new URL(origin), setting: { kind: 'system' } };
  return { asked, route };
}

function ended(socket: Socket): Promise<unknown> {
  const close = once(socket, 'close');
  socket.destroy();
  return close;
}

describe('a connection by several routes', () => {
  it('does not wait long for a silent proxy that another can stand in for', async () => {
    const silent = await proxyInTest({ refuses: 'stays silent' });
    const other = await proxyInTest({ places: await placesInTest() });
    const { signal } = new AbortController();
    const options = { trust, signal, routeLimitMs: 50 };
    await ended(await connectBy([silent.route, other.route], target, options));
    expect([silent.asked.length, other.asked.length]).toEqual([1, 1]);
  });

  it('is given up with the signal, and no other proxy is asked', async () => {
    const silent = await proxyInTest({ refuses: 'stays silent' });
    const other = await proxyInTest({ places: await placesInTest() });
    const abort = new AbortController();
    const connection = connectBy([silent.route, other.route], target, {
      trust,
      signal: abort.signal,
      routeLimitMs: 30_000,
    });
    const failure = expect(connection).rejects.toMatchObject({ code: 'unreachable' });
    await expect.poll(() => silent.asked.length).toBe(1);
    abort.abort();
    await failure;
    expect(other.asked).toEqual([]);
  });
});
