import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it, onTestFinished } from 'vitest';

import { directly } from '../network/routes.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import type { HttpError } from '../ports.ts';
import { freePort } from '../testing/sign-in/loopback-request.ts';
import { httpClientBy } from './http-client.ts';
import { maxBodyBytes } from './http-exchange.ts';

async function serverInTest(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One that says these very bytes to whoever sends something, and whether that one went away. */
async function rawServerInTest(answer: string) {
  const gone: Promise<unknown>[] = [];
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    gone.push(new Promise((resolve) => socket.on('close', resolve)));
    socket.on('error', () => {}).once('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, gone };
}

function get(origin: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const url = `${origin}/path?token=a-secret`;
  return directNetwork.http({ method: 'GET', url, timeoutMs: 30_000, ...options });
}

describe('the HTTP client', () => {
  it('sends method, headers and body, and reads the whole answer', async () => {
    const seen: unknown[] = [];
    const origin = await serverInTest((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        seen.push({ method: request.method, type: request.headers['content-type'], body });
        response.writeHead(201, 'Whatever').end('Grüße');
      });
    });
    const response = await directNetwork.http({
      method: 'POST',
      url: `${origin}/`,
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
      timeoutMs: 30_000,
    });
    expect(seen).toEqual([{ method: 'POST', type: 'application/json', body: '{}' }]);
    expect(response).toMatchObject({ status: 201, statusText: 'Created', body: 'Grüße' });
  });

  it('has the time of the server where it sent one', async () => {
    const dates = ['Tue, 24 Nov 2026 13:00:05 GMT', 'yesterday', null];
    const origin = await serverInTest((_request, response) => {
      const date = dates.shift() ?? null;
      response.sendDate = false;
      if (date !== null) response.setHeader('Date', date);
      response.end();
    });
    expect((await get(origin)).date).toBe(Date.UTC(2026, 10, 24, 13, 0, 5));
    expect(await get(origin)).not.toHaveProperty('date');
    expect(await get(origin)).not.toHaveProperty('date');
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    let requests = 0;
    const origin = await serverInTest((_request, response) => {
      requests += 1;
      response.writeHead(status, { Location: '/elsewhere' }).end('moved');
    });
    await expect(get(origin)).rejects.toMatchObject({ code: 'redirected' });
    expect(requests).toBe(1);
  });

  it('reads a body up to the limit and no further', async () => {
    let size = maxBodyBytes;
    const origin = await serverInTest((_request, response) => response.end('x'.repeat(size)));
    expect((await get(origin)).body).toHaveLength(maxBodyBytes);
    size += 1;
    await expect(get(origin)).rejects.toMatchObject({ code: 'too-large' });
  });

  it.each([
    ['gzip', gzipSync],
    ['X-GZip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['deflate, br', (text: string) => brotliCompressSync(deflateSync(text))],
    ['identity', (text: string) => text],
  ])('reads a body in the coding %s, although it asked for none', async (coding, encode) => {
    let body = 'Grüße';
    const origin = await serverInTest((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(encode(body));
    });
    expect((await get(origin)).body).toBe(body);
    body = 'x'.repeat(maxBodyBytes + 1);
    await expect(get(origin)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('reads an empty body of any coding, and fails for one that is cut off', async () => {
    let body: Uint8Array = new Uint8Array();
    const origin = await serverInTest((_request, response) => {
      response.writeHead(400, { 'content-encoding': 'gzip' }).end(body);
    });
    expect(await get(origin)).toMatchObject({ status: 400, body: '' });
    body = gzipSync('Grüße').subarray(0, -9);
    await expect(get(origin)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('stops reading a body that does not end', async () => {
    const origin = await serverInTest((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536))) if (response.destroyed) return;
      };
      response.on('drain', more);
      more();
    });
    await expect(get(origin)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('gives up where no answer comes in time', async () => {
    const origin = await serverInTest(() => {});
    await expect(get(origin, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timed-out',
      message: `${origin} did not answer within 1 s.`,
    });
  });

  it('gives up in time whatever it waits for', async () => {
    const http = httpClientBy(directly, () => new Promise(() => {}));
    const request = { method: 'GET', url: 'https://127.0.0.1:9', timeoutMs: 50 } as const;
    await expect(http(request)).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('counts the body into the time', async () => {
    const origin = await serverInTest((_request, response) => response.write('the beginning'));
    await expect(get(origin, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('can be aborted before and during the exchange', async () => {
    const abort = new AbortController();
    const origin = await serverInTest(() => abort.abort());
    await expect(get(origin, { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
    await expect(get(origin, { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('sends a request once, whatever becomes of it', async () => {
    let requests = 0;
    const origin = await serverInTest((request, response) => {
      requests += 1;
      if (requests === 1) response.end('first');
      else request.socket.destroy();
    });
    const url = `${origin}/oauth/token`;
    const post = { method: 'POST', url, body: '{}', timeoutMs: 30_000 } as const;
    await directNetwork.http(post);
    await expect(directNetwork.http(post)).rejects.toMatchObject({ code: 'unreachable' });
    expect(requests).toBe(2);
  });

  it('fails where an answer breaks off', async () => {
    const origin = await serverInTest((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('the beginning', () => response.destroy());
    });
    await expect(get(origin)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('fails where a server begins to speak another protocol, and leaves it', async () => {
    const answer = 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
    const { origin, gone } = await rawServerInTest(answer);
    await expect(get(origin)).rejects.toMatchObject({
      code: 'unreachable',
      message: `${origin} answered that it speaks another protocol now (101).`,
    });
    await Promise.all(gone);
    expect(gone).toHaveLength(1);
  });

  it('reads the answer behind interim ones', async () => {
    const interim = 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n';
    const { origin } = await rawServerInTest(
      `${interim}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`,
    );
    expect(await get(origin)).toMatchObject({ status: 200, body: 'ok' });
  });

  it('leaves no connection open where a header cannot be sent', async () => {
    const { origin, gone } = await rawServerInTest('');
    const headers = { originator: 'a\nb' };
    const post = { method: 'POST', url: origin, headers, timeoutMs: 30_000 } as const;
    await expect(directNetwork.http(post)).rejects.toMatchObject({
      message: `Can’t connect to ${origin} (ERR_INVALID_CHAR).`,
    });
    await expect.poll(() => gone.length).toBe(1);
    await Promise.all(gone);
  });

  it('asks for the host of the address, and for an answer as it is', async () => {
    const seen: unknown[] = [];
    const origin = await serverInTest(({ headers }, response) => {
      seen.push([headers.host, headers['accept-encoding'], headers.connection]);
      response.end();
    });
    await get(origin);
    expect(seen).toEqual([[new URL(origin).host, 'identity', 'close']]);
  });

  it('says with the code of the system why nothing answers', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    await expect(get(origin)).rejects.toMatchObject({
      code: 'unreachable',
      message: `Can’t connect to ${origin} (ECONNREFUSED).`,
    });
  });

  it('names no path or query in any message', async () => {
    const origin = await serverInTest((request, response) => {
      if (request.headers['x-redirect']) response.writeHead(302, { Location: '/' }).end();
    });
    const messages = await Promise.all(
      [
        get(origin, { timeoutMs: 50 }),
        get(`http://127.0.0.1:${await freePort()}`),
        get('not a URL'),
      ].map((exchange) => exchange.catch((error: unknown) => String(error))),
    );
    for (const message of messages) expect(message).not.toMatch(/path|a-secret/);
  });
});

describe('whether anything was sent', () => {
  const unsent = (origin: string, options = {}) =>
    get(origin, options).then(
      () => 'answered',
      (error: HttpError) => error.isUnsent,
    );

  it('is denied of a connection that was refused, and of an address that is none', async () => {
    expect(await unsent(`http://127.0.0.1:${await freePort()}`)).toBe(true);
    expect(await unsent('nonsense')).toBe(true);
  });

  it('is denied where the time was up before there was a connection', async () => {
    expect(await unsent('http://127.0.0.1:9', { signal: AbortSignal.abort() })).toBe(true);
  });

  it('is not denied once there is a connection, whatever comes of it', async () => {
    const reset = await serverInTest((request) => void request.socket.destroy());
    expect(await unsent(reset)).toBe(false);
    const silent = await serverInTest(() => {});
    expect(await unsent(silent, { timeoutMs: 100 })).toBe(false);
    const redirect = await serverInTest((_, response) => {
      response.writeHead(302, { location: '/' }).end();
    });
    expect(await unsent(redirect)).toBe(false);
  });
});
