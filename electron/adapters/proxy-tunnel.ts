import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

import type { TunnelAnswer } from '../doctor/doctor-facts.ts';

const timeoutMs = 10_000;

/**
 * Asks a proxy for a connection (RFC 9110 section 9.3.6) and closes it at once. A user
 * name and password in its address go to the proxy, as its owner meant them to.
 *
 * @param target such as "auth.openai.com:443".
 */
export function openTunnel(proxy: URL, target: string): Promise<TunnelAnswer> {
  return new Promise((resolve) => {
    const send = proxy.protocol === 'https:' ? requestHttps : requestHttp;
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const request = send({
      method: 'CONNECT',
      hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path: target,
      headers: {
        host: target,
        ...(login === ':'
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      const isOpen = statusCode >= 200 && statusCode < 300;
      resolve(isOpen ? { kind: 'opened' } : { kind: 'refused', status: statusCode });
    });
    request.on('error', (error) => resolve({ kind: 'unreachable', reason: reasonOf(error) }));
    request.end();
  });
}

function reasonOf(error: Error): string {
  if (error.name === 'AbortError') return `no answer within ${timeoutMs / 1000} s`;
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no HTTP';
}
