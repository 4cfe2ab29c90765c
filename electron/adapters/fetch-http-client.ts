import { STATUS_CODES } from 'node:http';

import { HttpError, type HttpClient, type HttpRequest, type HttpResponse } from '../ports.ts';

/** No answer that Gatehouse reads comes near this size. */
export const maxBodyBytes = 1024 * 1024;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** {@link HttpClient} on the `fetch` of Node. */
export const fetchHttpClient: HttpClient = async (request) => {
  const exchange = new AbortController();
  const cancel = () => exchange.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    exchange.abort();
  }, request.timeoutMs);
  request.signal?.addEventListener('abort', cancel);
  if (request.signal?.aborted) cancel();
  try {
    return await send(request, exchange.signal);
  } catch (error) {
    throw describeFailure(error, request, timedOut);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
};

async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers ?? {},
    body: request.body ?? null,
    redirect: 'manual',
    signal,
  });
  if (redirectStatuses.has(response.status)) {
    await response.body?.cancel();
    throw new HttpError('redirected', `${originOf(request.url)} answered with a redirect.`);
  }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now());
  const date = Date.parse(response.headers.get('date') ?? '');
  return {
    status: response.status,
    statusText: STATUS_CODES[response.status] ?? '',
    body: await readBody(response, request.url),
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
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}

async function readBody(response: Response, url: string): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) {
      throw new HttpError('too-large', `The answer of ${originOf(url)} is too large.`);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function describeFailure(error: unknown, request: HttpRequest, timedOut: boolean): HttpError {
  const origin = originOf(request.url);
  if (error instanceof HttpError) return error;
  if (timedOut) {
    const seconds = Math.ceil(request.timeoutMs / 1000);
    return new HttpError('timed-out', `${origin} did not answer within ${seconds} s.`);
  }
  if (request.signal?.aborted) {
    return new HttpError('aborted', `The request to ${origin} was cancelled.`);
  }
  return new HttpError('unreachable', `${origin} cannot be reached${systemCode(error)}.`);
}

/** The system's error code, such as " (ECONNREFUSED)"; texts of fetch could quote the address. */
function systemCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? ` (${code})` : '';
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'the address';
}
