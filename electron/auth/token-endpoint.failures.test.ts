import { STATUS_CODES } from 'node:http';
import { describe, expect, it } from 'vitest';

import type { HttpResponse } from '../ports.ts';
import { classifyRefreshFailure } from './token-endpoint.ts';

const expired = 'Your sign-in has expired. Sign in again.';
const reused =
  'Another program used this sign-in first, so it can\u2019t be refreshed. Sign in again.';
const revoked = 'Your sign-in was revoked. Sign in again.';
const other = 'The sign-in service does not refresh your sign-in any more. Sign in again.';

function answer(status: number, body: string): HttpResponse {
  return { status, statusText: STATUS_CODES[status] ?? '', body };
}

function classify(status: number, body: string) {
  return classifyRefreshFailure(answer(status, body));
}

describe('failures for good', () => {
  const failure = (code: string): string => JSON.stringify({ error: { code, message: 'no' } });

  it.each([
    [401, failure('refresh_token_expired'), 'expired', expired],
    [401, failure('refresh_token_reused'), 'reused', reused],
    [401, failure('refresh_token_invalidated'), 'revoked', revoked],
    [401, failure('something_else'), 'other', other],
    [401, failure('invalid_grant'), 'other', other],
    [401, '', 'other', other],
    [401, '{}', 'other', other],
    [400, failure('refresh_token_expired'), 'expired', expired],
    [403, failure('refresh_token_reused'), 'reused', reused],
    [500, failure('refresh_token_invalidated'), 'revoked', revoked],
    [400, failure('invalid_grant'), 'other', other],
    [400, '{"error":"invalid_grant","error_description":"gone"}', 'other', other],
  ])('%i %s is %s', (status, body, reason, message) => {
    expect(classify(status, body)).toEqual({ permanent: true, reason, message });
  });
});

describe('failures that may pass', () => {
  it.each([
    [401, '<h1>Proxy sign-in</h1>', 'sent an unexpected answer (HTTP 401).'],
    [400, '{"error":"invalid_request"}', 'sent an unexpected answer (HTTP 400) (invalid_request).'],
    [
      403,
      '{"error":{"code":"invalid_grant"}}',
      'sent an unexpected answer (HTTP 403) (invalid_grant).',
    ],
    [429, '{"error":{"message":"Slow down."}}', 'is busy (HTTP 429).'],
    [500, '', 'has a problem (HTTP 500).'],
    [500, '{"error":{"code":"SERVER_ERROR"}}', 'has a problem (HTTP 500) (server_error).'],
    [599, 'odd', 'has a problem (HTTP 599).'],
  ])('%i %j', (status, body, message) => {
    expect(classify(status, body)).toEqual({
      permanent: false,
      reason: null,
      message: `The sign-in service ${message} Try again in a few minutes.`,
    });
  });
});

describe('an issuer that is away', () => {
  it.each([502, 503, 504])('is an outage, which may pass at any moment: %i', (status) => {
    expect(classify(status, 'try later')).toMatchObject({ permanent: false, isOutage: true });
  });

  it.each([400, 403, 429, 500, 501])('is none where it answers itself: %i', (status) => {
    expect(classify(status, 'try later')).not.toHaveProperty('isOutage');
  });
});

describe('the code of a failure', () => {
  it.each(['{"code":"REFRESH_TOKEN_REUSED"}', '{"error":"Refresh_Token_Reused"}'])(
    'is compared without regard to case: %s',
    (body) => {
      expect(classify(400, body)).toMatchObject({ permanent: true, reason: 'reused' });
    },
  );

  it('is unknown where it is a name that every object has', () => {
    expect(classify(500, '{"code":"constructor"}')).toMatchObject({ permanent: false });
  });
});

describe('an endpoint that sends the refresh token back', () => {
  const secret = 'rt_opaque+refresh/token';
  const spellings: readonly (readonly [string, string])[] = [
    ['as it is', secret],
    ['its tail', secret.slice(-8)],
    ['in upper case', secret.toUpperCase()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['backwards', [...secret].reverse().join('')],
    ['on several lines', secret.match(/.{1,3}/g)?.join('\n') ?? ''],
    ['percent-encoded', encodeURIComponent(secret)],
    ['as HTML', [...secret].map((character) => `&#${character.charCodeAt(0)};`).join('')],
  ];

  it.each(spellings)('has nothing of it told: %s', (_, said) => {
    for (const body of [
      said,
      JSON.stringify({ error: said }),
      JSON.stringify({ error: { code: said, message: said } }),
      JSON.stringify({ error: 'server_error', error_description: said, error_uri: said }),
      JSON.stringify({ code: said }),
    ]) {
      expect(classify(500, body).message).toMatch(
        /^The sign-in service has a problem \(HTTP 500\)( \(server_error\))?\. Try again in a few minutes\.$/,
      );
    }
  });
});
