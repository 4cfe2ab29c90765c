import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

const bodyLimitBytes = 256 * 1024;

export type Params = Readonly<Record<string, unknown>>;

/** A request that has arrived completely. */
export interface IssuerRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Without its parameters, in lower case; empty when absent. */
  readonly mediaType: string;
  readonly body: string;
  /** Members of the form or JSON object in the body; empty when it is neither. */
  readonly params: Params;
}

/** An answer as a value, so that a fault can change it before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const formMediaType = 'application/x-www-form-urlencoded';
export const jsonMediaType = 'application/json';

export function jsonReply(status: number, value: unknown): Reply {
  return {
    status,
    headers: { 'content-type': jsonMediaType, 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** Error shape of RFC 6749 section 5.2. */
export function oauthError(status: number, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description });
}

/** Error shape of OpenAI's own endpoints, read by codex-rs/core/src/auth.rs. */
export function codedError(status: number, code: string, message: string): Reply {
  return jsonReply(status, {
    error: { message, type: 'invalid_request_error', param: null, code },
  });
}

export function redirectReply(location: URL): Reply {
  return {
    status: 302,
    headers: { location: location.href, 'cache-control': 'no-store' },
    body: '',
  };
}

/** A parameter that is present once and is text; undefined otherwise. */
export function textParam(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function formParams(body: string): Params {
  const params: Record<string, unknown> = {};
  const form = new URLSearchParams(body);
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    // RFC 6749 section 3.1: a repeated parameter is an error; a list is no text, so it is refused.
    params[name] = values.length === 1 ? values[0] : values;
  }
  return params;
}

function jsonParams(body: string): Params {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return { ...value };
  } catch {
    return {};
  }
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimitBytes) throw new Error(`request body over ${bodyLimitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export async function readRequest(
  message: IncomingMessage,
  origin: string,
): Promise<IssuerRequest> {
  const body = await readBody(message);
  const mediaType = (message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  let params: Params = {};
  if (mediaType === formMediaType) params = formParams(body);
  if (mediaType === jsonMediaType) params = jsonParams(body);
  return {
    method: message.method ?? 'GET',
    url: new URL(message.url ?? '/', origin),
    headers: message.headers,
    mediaType: mediaType ?? '',
    body,
    params,
  };
}

export function sendReply(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
}
