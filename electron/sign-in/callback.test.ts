import { describe, expect, it } from 'vitest';

import { decideCallback, type CallbackExpectation, type CallbackRequest } from './callback.ts';

const expected: CallbackExpectation = {
  state: 'the-state',
  port: 1455,
  issuer: 'https://auth.openai.com',
  phase: 'waiting',
  startPaths: new Map([
    ['/unused-start', 'unused'],
    ['/used-start', 'used'],
  ]),
};

const ends = {
  local: { address: '127.0.0.1', port: 1455 },
  remote: { address: '127.0.0.1', port: 40_000 },
};

function decide(
  request: Partial<CallbackRequest> & { readonly url: string },
  change: Partial<CallbackExpectation> = {},
) {
  const headers = { host: '127.0.0.1:1455', ...request.headers };
  return decideCallback({ method: 'GET', ends, ...request, headers }, { ...expected, ...change });
}

const callback = (query: string) => `/auth/callback?${query}`;
const good = callback('code=the-code&state=the-state');

describe('a callback', () => {
  it('with the right state gives the code', () => {
    expect(decide({ url: good })).toEqual({ kind: 'code', code: 'the-code' });
  });

  it.each([
    ['another state', 'code=the-code&state=the-stat3'],
    ['a state that only begins right', 'code=the-code&state=the-state-and-more'],
    ['an empty state', 'code=the-code&state='],
    ['no state', 'code=the-code'],
    ['two states', 'code=the-code&state=the-state&state=the-state'],
    ['an error and another state', 'error=access_denied&state=other'],
  ])('with %s is refused, and the wait goes on', (_what, query) => {
    expect(decide({ url: callback(query) })).toEqual({ kind: 'refused', reason: 'stateMismatch' });
  });

  it.each([
    ['no code', 'state=the-state'],
    ['an empty code', 'code=&state=the-state'],
    ['two codes', 'code=a&code=b&state=the-state'],
  ])('with %s has no usable code', (_what, query) => {
    expect(decide({ url: callback(query) })).toEqual({ kind: 'missingCode' });
  });

  it.each(['answered', 'signedIn'] as const)('is refused once the sign-in is %s', (phase) => {
    expect(decide({ url: good }, { phase })).toEqual({
      kind: 'refused',
      reason: 'alreadyAnswered',
    });
  });
});

describe('a refusal of the issuer', () => {
  it.each([
    ['error=access_denied', 'denied', 'Sign-in failed: access_denied'],
    ['error=access_denied&error_description=You+said+no', 'denied', 'Sign-in failed: You said no'],
    [
      'error=access_denied&error_description=reason:missing_codex_entitlement',
      'not-entitled',
      'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
    ],
    ['error=server_error', 'callback-invalid', 'Sign-in failed: server_error'],
    [
      'error=server_error&error_description=two%0Alines%1B[31m',
      'callback-invalid',
      'Sign-in failed: two lines [31m',
    ],
    [
      'error=server_error&error_description=missing_codex_entitlement',
      'callback-invalid',
      'Sign-in failed: missing_codex_entitlement',
    ],
  ])('%s becomes %s', (query, code, message) => {
    const decision = decide({ url: callback(`${query}&state=the-state`) });
    expect(decision.kind === 'denied' && decision.error.toAppError()).toEqual({ code, message });
  });

  it('is cut off where it is very long', () => {
    const description = 'x'.repeat(5000);
    const decision = decide({
      url: callback(`error=server_error&error_description=${description}&state=the-state`),
    });
    expect(decision.kind === 'denied' && decision.error.message.length).toBeLessThan(400);
  });
});

describe('the Host header', () => {
  it.each(['127.0.0.1:1455', 'localhost:1455', 'LOCALHOST:1455', '[::1]:1455'])(
    '%s is ours',
    (host) => {
      expect(decide({ url: good, headers: { host } }).kind).toBe('code');
    },
  );

  it.each(['attacker.example:1455', '127.0.0.1', '127.0.0.1:1457', '127.0.0.1.nip.io:1455', ''])(
    '"%s" is refused',
    (host) => {
      expect(decide({ url: good, headers: { host } })).toEqual({
        kind: 'refused',
        reason: 'wrongHost',
      });
    },
  );

  it('must be there', () => {
    const request = { method: 'GET', url: good, headers: {}, ends };
    expect(decideCallback(request, expected)).toEqual({ kind: 'refused', reason: 'wrongHost' });
  });
});

describe('the Origin header', () => {
  it.each(['http://127.0.0.1:1455', 'http://localhost:1455', 'https://auth.openai.com'])(
    '%s may call back',
    (origin) => {
      expect(decide({ url: good, headers: { origin } }).kind).toBe('code');
    },
  );

  it.each([
    'https://attacker.example',
    'http://127.0.0.1:8080',
    'https://auth.openai.com.attacker.example',
    'null',
  ])('%s is refused', (origin) => {
    expect(decide({ url: good, headers: { origin } })).toEqual({
      kind: 'refused',
      reason: 'wrongOrigin',
    });
  });
});

describe('other requests', () => {
  it.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('by %s are refused', (method) => {
    expect(decide({ url: good, method })).toEqual({ kind: 'refused', reason: 'wrongMethod' });
  });

  it.each([
    '/',
    '/favicon.ico',
    '/auth/callback/more?code=the-code&state=the-state',
    '//attacker.example/auth/callback?code=the-code&state=the-state',
    'http://127.0.0.1/auth/callback?code=the-code&state=the-state',
    '*',
  ])('for %s find nothing', (url) => {
    expect(decide({ url })).toEqual({ kind: 'refused', reason: 'notFound' });
  });

  it('see the success page only once the sign-in is saved', () => {
    expect(decide({ url: '/success' }, { phase: 'answered' })).toEqual({
      kind: 'refused',
      reason: 'notFound',
    });
    expect(decide({ url: '/success' }, { phase: 'signedIn' })).toEqual({ kind: 'successPage' });
  });
});

describe('/cancel', () => {
  it.each(['waiting', 'signedIn'] as const)('from a program is obeyed while %s', (phase) => {
    expect(decide({ url: '/cancel' }, { phase })).toEqual({ kind: 'cancel' });
  });

  it('comes too late while the tokens are fetched and saved', () => {
    expect(decide({ url: '/cancel' }, { phase: 'answered' })).toEqual({
      kind: 'refused',
      reason: 'alreadyAnswered',
    });
  });

  it.each([
    ['an Origin', { origin: 'http://127.0.0.1:1455' }],
    ['a Referer', { referer: 'https://attacker.example/' }],
    ['a Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['a Sec-Fetch-Mode', { 'sec-fetch-mode': 'no-cors' }],
  ])('with %s comes from a browser and is refused', (_what, headers) => {
    expect(decide({ url: '/cancel', headers })).toEqual({
      kind: 'refused',
      reason: 'cancelFromBrowser',
    });
  });
});

describe('an address that starts the sign-in', () => {
  it('sends the browser on', () => {
    expect(decide({ url: '/unused-start' })).toEqual({ kind: 'start', path: '/unused-start' });
  });

  it.each([
    ['was used', '/used-start', {}, 'startUsed'],
    ['nobody made', '/another-start', {}, 'notFound'],
    ['has a query', '/unused-start?code=x', {}, 'notFound'],
    ['goes on', '/unused-start/more', {}, 'notFound'],
    ['is in other letters', '/UNUSED-START', {}, 'notFound'],
    ['comes after the answer', '/unused-start', { phase: 'answered' }, 'alreadyAnswered'],
    ['comes after the sign-in', '/unused-start', { phase: 'signedIn' }, 'alreadyAnswered'],
  ] as const)('does not where it %s', (_what, url, change, reason) => {
    expect(decide({ url }, change)).toEqual({ kind: 'refused', reason });
  });
});

describe('a request with a body', () => {
  it.each([
    ['of some length', { 'content-length': '5' }],
    ['of a length that is no number', { 'content-length': 'x' }],
    ['in pieces', { 'transfer-encoding': 'chunked' }],
  ])('%s is refused, since it is not there as a whole', (_what, headers) => {
    expect(decide({ url: good, headers })).toEqual({ kind: 'refused', reason: 'hasBody' });
  });

  it('of no length is as good as none', () => {
    expect(decide({ url: good, headers: { 'content-length': '0' } }).kind).toBe('code');
  });
});
