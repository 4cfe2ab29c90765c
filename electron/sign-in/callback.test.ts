import { describe, expect, it } from 'vitest';

import {
  decideAddress,
  decideCallback,
  type CallbackExpectation,
  type CallbackRequest,
} from './callback.ts';

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
    expect(decide({ url: callback(query) })).toEqual({ kind: 'rejected', reason: 'stateMismatch' });
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
      kind: 'rejected',
      reason: 'alreadyAnswered',
    });
  });
});

describe('a pasted address', () => {
  const origin = 'http://127.0.0.1:1455';
  const pasted = (address: string, change: Partial<CallbackExpectation> = {}) =>
    decideAddress(address, { ...expected, ...change });

  it.each([
    ['as it stands', `${origin}${good}`],
    ['with spaces and a line break around it', ` ${origin}${good}\n`],
    ['by the name of this machine', `http://localhost:1455${good}`],
    ['by its other address', `http://[::1]:1455${good}`],
  ])('gives the code %s', (_what, address) => {
    expect(pasted(address)).toEqual({ kind: 'code', code: 'the-code' });
  });

  it('may hold a refusal', () => {
    const address = `${origin}/auth/callback?error=access_denied&state=the-state`;
    expect(pasted(address)).toMatchObject({ kind: 'denied', error: { code: 'denied' } });
  });

  it.each([
    ['another host', `http://evil.example:1455${good}`, 'wrongHost'],
    ['a host that only begins right', `http://127.0.0.1.evil.example:1455${good}`, 'wrongHost'],
    ['another port', `http://127.0.0.1:1457${good}`, 'wrongHost'],
    [
      'this machine as the user of another',
      `http://127.0.0.1:1455@evil.example${good}`,
      'wrongHost',
    ],
    ['another scheme', `https://127.0.0.1:1455${good}`, 'notFound'],
    ['another path', `${origin}/auth/callback/x?code=the-code&state=the-state`, 'notFound'],
    ['the way to cancel', `${origin}/cancel`, 'notFound'],
    ['the start of a sign-in', `${origin}/unused-start`, 'notFound'],
    ['the link itself', 'https://auth.openai.com/oauth/authorize?state=the-state', 'notFound'],
    ['the code alone', 'the-code', 'notFound'],
    ['another state', `${origin}${callback('code=the-code&state=other')}`, 'stateMismatch'],
    ['no state', `${origin}${callback('code=the-code')}`, 'stateMismatch'],
  ])('with %s is refused, and the wait goes on', (_what, address, reason) => {
    expect(pasted(address)).toEqual({ kind: 'rejected', reason });
  });

  it.each(['answered', 'signedIn'] as const)('is refused once the sign-in is %s', (phase) => {
    expect(pasted(`${origin}${good}`, { phase })).toEqual({
      kind: 'rejected',
      reason: 'alreadyAnswered',
    });
  });
});

describe('a refusal of the issuer', () => {
  const refusalOf = (query: string) => {
    const decision = decide({ url: callback(`${query}&state=the-state`) });
    return decision.kind === 'denied' ? decision.error.toAppError() : null;
  };

  it.each([
    'access_denied',
    'invalid_request',
    'unauthorized_client',
    'unsupported_response_type',
    'invalid_scope',
    'server_error',
    'temporarily_unavailable',
    'login_required',
    'interaction_required',
    'account_selection_required',
    'consent_required',
    'invalid_request_uri',
    'invalid_request_object',
    'request_not_supported',
    'request_uri_not_supported',
    'registration_not_supported',
  ])('by %s is sentences with what to do, and the code behind them', (errorCode) => {
    expect(refusalOf(`error=${errorCode}`)).toEqual({
      code: errorCode === 'access_denied' ? 'denied' : 'callback-invalid',
      message: expect.stringMatching(
        new RegExp(`^[A-Z][^.]+\\. [A-Z].+\\. \\(${errorCode}\\)$`),
      ) as unknown,
    });
  });

  it.each([
    'error=access_denied&error_description=reason:missing_codex_entitlement',
    'error=missing_codex_entitlement',
  ])('of a workspace without Codex says so in the words of Codex: %s', (query) => {
    expect(refusalOf(query)).toEqual({
      code: 'not-entitled',
      message:
        'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
    });
  });

  it('is not taken for that where the code is another one', () => {
    const query = 'error=server_error&error_description=missing_codex_entitlement';
    expect(refusalOf(query)).toMatchObject({ code: 'callback-invalid' });
  });

  const token = 'eyJhbGciOiJub25lIn0.eyJzZWNyZXQiOjF9.c2VjcmV0LXNpZw';
  it.each([
    ['a token', token],
    ['its tail', token.slice(-14)],
    ['it in upper case', token.toUpperCase()],
    ['it in base64', Buffer.from(token).toString('base64url')],
    ['it backwards', [...token].reverse().join('')],
    ['it in pieces', token.match(/.{1,4}/g)?.join('\n') ?? ''],
    [
      'it percent-encoded twice',
      [...token].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(''),
    ],
    ['it as HTML', `<b>${[...token].map((c) => `&#${c.charCodeAt(0)};`).join('')}</b>`],
    ['what steers a terminal', '\u001b[2J\u202e'],
  ])('quotes nothing of what it says, be it %s', (_what, text) => {
    const said = encodeURIComponent(text);
    for (const query of [
      `error=access_denied&error_description=${said}`,
      `error=${said}`,
      `error=server_error&error_description=${said}&error_uri=${said}`,
    ]) {
      const usual = refusalOf(query.replaceAll(said, 'x'));
      expect(usual).not.toBeNull();
      expect(refusalOf(query)).toEqual(usual);
    }
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
        kind: 'rejected',
        reason: 'wrongHost',
      });
    },
  );

  it('must be there', () => {
    const request = { method: 'GET', url: good, headers: {}, ends };
    expect(decideCallback(request, expected)).toEqual({ kind: 'rejected', reason: 'wrongHost' });
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
      kind: 'rejected',
      reason: 'wrongOrigin',
    });
  });
});

describe('other requests', () => {
  it.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('by %s are refused', (method) => {
    expect(decide({ url: good, method })).toEqual({ kind: 'rejected', reason: 'wrongMethod' });
  });

  it.each([
    '/',
    '/favicon.ico',
    '/auth/callback/more?code=the-code&state=the-state',
    '//attacker.example/auth/callback?code=the-code&state=the-state',
    'http://127.0.0.1/auth/callback?code=the-code&state=the-state',
    '*',
  ])('for %s find nothing', (url) => {
    expect(decide({ url })).toEqual({ kind: 'rejected', reason: 'notFound' });
  });

  it('see the success page only once the sign-in is saved', () => {
    expect(decide({ url: '/success' }, { phase: 'answered' })).toEqual({
      kind: 'rejected',
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
      kind: 'rejected',
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
      kind: 'rejected',
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
    expect(decide({ url }, change)).toEqual({ kind: 'rejected', reason });
  });
});

describe('a request with a body', () => {
  it.each([
    ['of some length', { 'content-length': '5' }],
    ['of a length that is no number', { 'content-length': 'x' }],
    ['in pieces', { 'transfer-encoding': 'chunked' }],
  ])('%s is refused, since it is not there as a whole', (_what, headers) => {
    expect(decide({ url: good, headers })).toEqual({ kind: 'rejected', reason: 'hasBody' });
  });

  it('of no length is as good as none', () => {
    expect(decide({ url: good, headers: { 'content-length': '0' } }).kind).toBe('code');
  });
});
