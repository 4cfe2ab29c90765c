import { createHash, timingSafeEqual } from 'node:crypto';

import type { AppFailure } from '../base/app-failure.ts';
import { describeDenial } from './denial.ts';
import type { ConnectionEnds } from './peer-check.ts';

/** A request to the loopback server. Header names are in lower case. */
export interface CallbackRequest {
  readonly method: string;
  /** Path and query as in the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly ends: ConnectionEnds;
}

const callbackPath = '/auth/callback';

export interface CallbackExpectation {
  readonly state: string;
  readonly port: number;
  readonly issuer: string;
  /** `answered` once a callback was accepted, `signedIn` once its tokens are saved. */
  readonly phase: 'waiting' | 'answered' | 'signedIn';
  readonly startPaths: ReadonlyMap<string, 'unused' | 'used'>;
}

export type CallbackDecision =
  /** These four end the wait; there is one of them per sign-in. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'denied'; readonly error: AppFailure }
  | { readonly kind: 'missingCode' }
  | { readonly kind: 'cancel' }
  /** Send the browser to the issuer. */
  | { readonly kind: 'start'; readonly path: string }
  | { readonly kind: 'successPage' }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason };

export type RejectionReason =
  | 'wrongHost'
  | 'wrongOrigin'
  | 'wrongMethod'
  | 'hasBody'
  | 'notFound'
  | 'startUsed'
  | 'stateMismatch'
  | 'alreadyAnswered'
  | 'cancelFromBrowser';

/**
 * The same for the address of the page that a browser on another machine came to, and could not
 * open: what it would have asked this machine for.
 */
export function decideAddress(address: string, expected: CallbackExpectation): CallbackDecision {
  const text = address.trim();
  if (!URL.canParse(text)) return rejected('notFound');
  const { protocol, host, pathname, search } = new URL(text);
  if (protocol !== 'http:' || pathname !== callbackPath) return rejected('notFound');
  const url = `${pathname}${search}`;
  return decideCallback({ method: 'GET', url, headers: { host } }, expected);
}

/**
 * Checks Host and Origin against DNS rebinding (RFC 9700 section 4.10), unlike codex-rs. An unknown
 * state does not end the wait, since anybody can send one.
 */
export function decideCallback(
  request: Omit<CallbackRequest, 'ends'>,
  expected: CallbackExpectation,
): CallbackDecision {
  if (!isOwnHost(request, expected.port)) return rejected('wrongHost');
  if (!isKnownOrigin(request, expected)) return rejected('wrongOrigin');
  if (request.method !== 'GET') return rejected('wrongMethod');
  // So that a request is complete with its headers when its peer is looked up.
  if (hasBody(request)) return rejected('hasBody');
  const url = parseTarget(request.url);
  if (url === null) return rejected('notFound');
  switch (url.pathname) {
    case callbackPath:
      return decideAnswer(url.searchParams, expected);
    case '/cancel':
      return decideCancel(request, expected);
    case '/success':
      return expected.phase === 'signedIn' ? { kind: 'successPage' } : rejected('notFound');
    default:
      return decideStart(url, expected);
  }
}

function decideStart(url: URL, { startPaths, phase }: CallbackExpectation): CallbackDecision {
  const found = url.search === '' ? startPaths.get(url.pathname) : undefined;
  if (found === undefined) return rejected('notFound');
  if (phase !== 'waiting') return rejected('alreadyAnswered');
  return found === 'used' ? rejected('startUsed') : { kind: 'start', path: url.pathname };
}

function decideAnswer(
  parameters: URLSearchParams,
  expected: CallbackExpectation,
): CallbackDecision {
  const state = single(parameters, 'state');
  if (state === null || !equalInConstantTime(state, expected.state)) {
    return rejected('stateMismatch');
  }
  if (expected.phase !== 'waiting') return rejected('alreadyAnswered');
  const errorCode = single(parameters, 'error');
  if (errorCode !== null) {
    const error = describeDenial(errorCode, single(parameters, 'error_description'));
    return { kind: 'denied', error };
  }
  const code = single(parameters, 'code');
  return code === null ? { kind: 'missingCode' } : { kind: 'code', code };
}

/** A Codex program asks for the port by `/cancel`; a web page, known by its headers, must not. */
function decideCancel(request: Headed, expected: CallbackExpectation): CallbackDecision {
  const fromBrowser = Object.keys(request.headers).some(
    (name) => name === 'origin' || name === 'referer' || name.startsWith('sec-fetch-'),
  );
  if (fromBrowser) return rejected('cancelFromBrowser');
  return expected.phase === 'answered' ? rejected('alreadyAnswered') : { kind: 'cancel' };
}

type Headed = Pick<CallbackRequest, 'headers'>;

function hasBody({ headers }: Headed): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function rejected(reason: RejectionReason): CallbackDecision {
  return { kind: 'rejected', reason };
}

function isOwnHost(request: Headed, port: number): boolean {
  const host = request.headers['host'];
  return typeof host === 'string' && ownHosts(port).includes(host.toLowerCase());
}

/** A plain navigation has no Origin; any other must be of the sign-in itself. */
function isKnownOrigin(request: Headed, expected: CallbackExpectation): boolean {
  const origin = request.headers['origin'];
  if (origin === undefined) return true;
  const known = [
    new URL(expected.issuer).origin,
    ...ownHosts(expected.port).map((host) => `http://${host}`),
  ];
  return typeof origin === 'string' && known.includes(origin);
}

function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

function parseTarget(target: string): URL | null {
  const base = 'http://127.0.0.1';
  if (!target.startsWith('/') || !URL.canParse(target, base)) return null;
  const url = new URL(target, base);
  // "//host/path" is read as another authority.
  return url.origin === base ? url : null;
}

/** A parameter that occurs once and is not empty (RFC 6749 section 3.1 forbids repeating one). */
function single(parameters: URLSearchParams, name: string): string | null {
  const [value, ...more] = parameters.getAll(name);
  return value === undefined || value === '' || more.length > 0 ? null : value;
}

function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
