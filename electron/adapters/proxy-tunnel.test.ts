import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../testing/sign-in/loopback-request.ts';
import { openTunnel } from './proxy-tunnel.ts';

const target = 'auth.example:443';

/** A proxy that answers every CONNECT with this status line, and notes what it was asked. */
async function proxyInTest(statusLine: string) {
  const asked: { target: string | undefined; login: string | undefined }[] = [];
  const server = createServer().on('connect', ({ url, headers }, socket) => {
    asked.push({ target: url, login: headers['proxy-authorization'] });
    socket.end(`HTTP/1.1 ${statusLine}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, url: new URL(`http://127.0.0.1:${port}`) };
}

describe('a connection through a proxy', () => {
  it('is opened where the proxy agrees', async () => {
    const { asked, url } = await proxyInTest('200 Connection established');
    expect(await openTunnel(url, target)).toEqual({ kind: 'opened' });
    expect(asked).toEqual([{ target, login: undefined }]);
  });

  it('is asked for with the user name and password of its address', async () => {
    const { asked, url } = await proxyInTest('200 OK');
    url.username = 'ada';
    url.password = 'p@ss';
    await openTunnel(url, target);
    const login = Buffer.from('ada:p@ss').toString('base64');
    expect(asked).toEqual([{ target, login: `Basic ${login}` }]);
  });

  it.each([407, 403])('is refused with %i', async (status) => {
    const { url } = await proxyInTest(`${status} No`);
    expect(await openTunnel(url, target)).toEqual({ kind: 'refused', status });
  });

  it('fails where nobody listens', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}`);
    expect(await openTunnel(url, target)).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' });
  });
});
