import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { portOf } from '../network/host-and-port.ts';
import type { ProxyFailure } from '../network/proxy-failure.ts';
import { openSocket, secure, UntrustedError, type SecuringOptions } from './connection.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';

/** The proxy did not connect. */
export class TunnelError extends Error {
  readonly failure: ProxyFailure;

  constructor(failure: ProxyFailure) {
    super('The proxy did not connect.');
    this.name = 'TunnelError';
    this.failure = failure;
  }
}

/**
 * Has a proxy connect to the host of an address (RFC 9110 section 9.3.6). A user name and
 * password in the proxy's address go to the proxy, as its owner meant them to.
 *
 * @returns the connection, as if it were one to that host.
 * @throws {TunnelError | UntrustedError}
 */
export async function openTunnel(
  proxy: URL,
  target: URL,
  options: SecuringOptions,
): Promise<Socket> {
  try {
    const socket = await openSocket(proxy, options.signal);
    return await askFor(
      target,
      proxy.protocol === 'https:' ? await secure(socket, proxy, options) : socket,
      proxy,
      options.signal,
    );
  } catch (error) {
    if (error instanceof TunnelError || error instanceof UntrustedError) throw error;
    throw new TunnelError({ kind: 'unreachable', reason: reasonOf(error) });
  }
}

async function askFor(
  target: URL,
  socket: Socket,
  proxy: URL,
  signal: AbortSignal,
): Promise<Socket> {
  const place = `${target.hostname}:${portOf(target)}`;
  const request = requestHttp({
    createConnection: () => socket,
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...proxyAuthorization(proxy) },
    signal,
  });
  // What happens to the connection later is for its new owner to hear.
  request.on('error', () => {}).end();
  const [{ statusCode = 0 }, , head] = (await once(request, 'connect')) as [
    IncomingMessage,
    Socket,
    Buffer,
  ];
  if (statusCode < 200 || statusCode > 299) {
    socket.on('error', () => {}).destroy();
    const kind = statusCode < 200 ? 'interim' : 'refused';
    throw new TunnelError({ kind, status: statusCode });
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

/** RFC 7617. */
function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const login = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** A percent sign that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return systemCodeOf(error) ?? 'no HTTP';
}
