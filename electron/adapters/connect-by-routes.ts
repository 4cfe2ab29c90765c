import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { networkTexts } from '../../shared/texts/network.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { withTimeLimit } from '../base/time-limit.ts';
import { portOf } from '../network/host-and-port.ts';
import { describeProxyFailure, type ProxyFailure } from '../network/proxy-failure.ts';
import type { Route, Routes } from '../network/routes.ts';
import { HttpError } from '../ports.ts';
import { openSocket, secure, UntrustedError, type SecuringOptions } from './connection.ts';

export interface RoutingOptions extends SecuringOptions {
  /** How long a route may take while there are others to try, in milliseconds. */
  readonly routeLimitMs?: number;
}

const usualRouteLimitMs = 5000;

/**
 * Connects to the host of an address by the first route that works; a proxy that refuses is obeyed.
 * @throws {HttpError} for what a proxy did; else as {@link openSocket} and {@link secure}.
 */
export async function connectBy(
  [route, next, ...others]: Routes,
  target: URL,
  options: RoutingOptions,
): Promise<Socket> {
  const { routeLimitMs = usualRouteLimitMs, signal } = options;
  let socket;
  try {
    socket =
      next === undefined
        ? await reach(route, target, options)
        : await withTimeLimit(routeLimitMs, signal, (brief) =>
            reach(route, target, { ...options, signal: brief }),
          );
  } catch (error) {
    const isRejected = error instanceof TunnelError && error.failure.kind === 'rejected';
    if (!isRejected && next !== undefined && !signal.aborted) {
      return connectBy([next, ...others], target, options);
    }
    throw asHttpError(error, route, target);
  }
  return target.protocol === 'https:' ? secure(socket, target, options) : socket;
}

function reach(route: Route, target: URL, options: SecuringOptions): Promise<Socket> {
  return route.kind === 'direct'
    ? openSocket(target, options.signal)
    : openTunnel(route.proxy, target, options);
}

function asHttpError(error: unknown, route: Route, target: URL): unknown {
  if (!(error instanceof TunnelError) || route.kind === 'direct') return error;
  const { fact, advice } = describeProxyFailure(route, error.failure, target.hostname);
  return new HttpError('unreachable', fact, advice);
}

class TunnelError extends Error {
  readonly failure: ProxyFailure;

  constructor(failure: ProxyFailure) {
    super('The proxy did not connect.');
    this.name = 'TunnelError';
    this.failure = failure;
  }
}

/** A connection to the host of an address through a proxy (RFC 9110 section 9.3.6). */
async function openTunnel(proxy: URL, target: URL, options: SecuringOptions): Promise<Socket> {
  try {
    const socket = await openSocket(proxy, options.signal);
    const toProxy = proxy.protocol === 'https:' ? await secure(socket, proxy, options) : socket;
    return await askProxyFor(target, toProxy, proxy, options.signal);
  } catch (error) {
    if (error instanceof TunnelError || error instanceof UntrustedError) throw error;
    throw new TunnelError({ kind: 'unreachable', reason: reasonOf(error) });
  }
}

async function askProxyFor(
  target: URL,
  socket: Socket,
  proxy: URL,
  signal: AbortSignal,
): Promise<Socket> {
  const hostAndPort = `${target.hostname}:${portOf(target)}`;
  const request = requestHttp({
    createConnection: () => socket,
    method: 'CONNECT',
    path: hostAndPort,
    headers: { host: hostAndPort, ...proxyAuthorization(proxy) },
    signal,
  });
  // Later errors of the connection are for its new owner to handle.
  request.on('error', () => {}).end();
  const [{ statusCode = 0 }, , head] = (await once(request, 'connect')) as [
    IncomingMessage,
    Socket,
    Buffer,
  ];
  if (statusCode < 200 || statusCode > 299) {
    socket.on('error', () => {}).destroy();
    const kind = statusCode < 200 ? 'interim' : 'rejected';
    throw new TunnelError({ kind, status: statusCode });
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

/** RFC 7617, with the user name and password in the address of the proxy. */
function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const login = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const { unknown, noAnswer, noHttp } = networkTexts.proxy.reasons;
  if (!(error instanceof Error)) return unknown();
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return noAnswer();
  return systemCodeOf(error) ?? noHttp();
}
