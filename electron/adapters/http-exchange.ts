import { once } from 'node:events';
import { request as requestHttp, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

import { networkTexts } from '../../shared/texts/network.ts';
import { defaultPortOf, portOf } from '../network/host-and-port.ts';
import { HttpError, type HttpRequest, type HttpResponse } from '../ports.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

/** After decoding; no answer that Gatehouse reads comes near this size. */
export const maxBodyBytes = 1024 * 1024;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Sends one request and closes the connection. @throws {HttpError} or the system's error. */
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
    // Otherwise even the default port would be named in the header "Host".
    defaultPort: defaultPortOf(target.protocol),
    path: `${target.pathname}${target.search}`,
    headers: { accept: '*/*', 'accept-encoding': 'identity', ...request.headers },
    signal,
  });
  // Without a listener, Node ends the connection silently.
  outgoing.on('upgrade', () => {
    const fact = networkTexts.http.otherProtocol({ address: target.origin });
    outgoing.emit('error', new HttpError('unreachable', fact));
  });
  outgoing.on('error', () => {}).end(request.body);
  const [response] = (await once(outgoing, 'response', { signal })) as [IncomingMessage];
  return response;
}

async function read(response: IncomingMessage, { origin }: URL): Promise<HttpResponse> {
  const { statusCode: status = 0, headers } = response;
  if (redirectStatuses.has(status)) {
    throw new HttpError('redirected', networkTexts.http.redirected({ address: origin }));
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

/** Milliseconds to wait by a `Retry-After` header (RFC 9110 section 10.2.3): seconds, or a date. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}

async function readBody(response: IncomingMessage, origin: string): Promise<string> {
  const tooLarge = () =>
    new HttpError('too-large', networkTexts.http.tooLarge({ address: origin }));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const codings = response.headers['content-encoding'] ?? '';
  try {
    return new TextDecoder().decode(decodeContent(Buffer.concat(chunks), codings));
  } catch (error) {
    throw isErrno(error, 'ERR_BUFFER_TOO_LARGE') ? tooLarge() : error;
  }
}

const decoders: Readonly<Record<string, typeof gunzipSync | typeof brotliDecompressSync>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Undoes a `Content-Encoding` that a proxy may have added (RFC 9110 section 8.4). */
function decodeContent(content: Uint8Array, codings: string): Uint8Array {
  const applied = codings.split(',').map((coding) => coding.trim().toLowerCase());
  return applied.reduceRight((bytes, coding) => {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    // An empty body may be sent without its coding, whatever the header says.
    if (decode === undefined || bytes.byteLength === 0) return bytes;
    return decode(bytes, { maxOutputLength: maxBodyBytes });
  }, content);
}
