import { once } from 'node:events';
import { request as requestHttp, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { defaultPortOf, portOf } from '../network/host-and-port.ts';
import { HttpError, type HttpRequest, type HttpResponse } from '../ports.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { decodeContent } from './content-coding.ts';

/** No answer that Gatehouse reads comes near this size, out of its codings. */
export const maxBodyBytes = 1024 * 1024;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one request on a connection to its host and reads the whole answer. The
 * connection is spent then.
 *
 * @throws {HttpError} for a redirect, an upgrade or an endless answer; else the system's error.
 */
export async function exchangeOver(
  socket: Socket,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  try {
    return await read(await send(socket, request, signal), new URL(request.url));
  } finally {
    socket.destroy();
  }
}

async function send(
  socket: Socket,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const target = new URL(request.url);
  const outgoing = requestHttp({
    createConnection: () => socket,
    method: request.method,
    host: target.hostname,
    port: portOf(target),
    // Else even this one would stand in the header "Host".
    defaultPort: defaultPortOf(target.protocol),
    path: `${target.pathname}${target.search}`,
    headers: { accept: '*/*', 'accept-encoding': 'identity', ...request.headers },
    signal,
  });
  // With no listener, Node would end the connection and tell nobody.
  outgoing.on('upgrade', () => {
    const fact = `${target.origin} answered that it speaks another protocol now (101).`;
    outgoing.emit('error', new HttpError('unreachable', fact));
  });
  // Whatever breaks after the answer began is met where its body is read.
  outgoing.on('error', () => {}).end(request.body);
  const [response] = (await once(outgoing, 'response', { signal })) as [IncomingMessage];
  return response;
}

async function read(response: IncomingMessage, { origin }: URL): Promise<HttpResponse> {
  const { statusCode: status = 0, headers } = response;
  if (redirectStatuses.has(status)) {
    throw new HttpError('redirected', `${origin} answered with a redirect.`);
  }
  const retryAfterMs = readRetryAfter(headers['retry-after'] ?? null, Date.now());
  const date = Date.parse(headers.date ?? '');
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    body: await readBody(response, origin),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(Number.isNaN(date) ? {} : { date }),
  };
}

/**
 * Milliseconds that a `Retry-After` header (RFC 9110 section 10.2.3) asks to wait
 * for: it holds seconds, or a date. Null where it is missing or neither.
 *
 * @param now milliseconds since the epoch.
 */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}

async function readBody(response: IncomingMessage, origin: string): Promise<string> {
  const tooLarge = () => new HttpError('too-large', `The answer of ${origin} is too large.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const codings = response.headers['content-encoding'] ?? '';
  try {
    const content = decodeContent(Buffer.concat(chunks), codings, maxBodyBytes);
    return new TextDecoder().decode(content);
  } catch (error) {
    throw isErrno(error, 'ERR_BUFFER_TOO_LARGE') ? tooLarge() : error;
  }
}
