import { describe, expect, it } from 'vitest';

import { idToken } from '../testing/credentials.ts';
import { redact } from './redact.ts';

describe('what looks like a secret is taken out', () => {
  const [header, payload] = idToken().split('.');

  it.each([
    ['a JWT', `token ${idToken()} refused`, 'token [redacted] refused'],
    ['a JWT without its signature', `${header}.${payload}`, '[redacted]'],
    ['the beginning of a JWT', `got ${header}`, 'got [redacted]'],
    ['an API key', 'key sk-proj-abcdefgh1234 refused', 'key [redacted] refused'],
    ['a personal access token', 'at-abcdefgh12345678', '[redacted]'],
    ['a refresh token', 'rt_abcdefgh.ABC-def', '[redacted]'],
    ['an authorization code', 'ac_abcdefgh1234', '[redacted]'],
    [
      'the query of a callback',
      'GET /auth/callback?code=abc&state=xyz HTTP',
      'GET /auth/callback?[redacted]&[redacted] HTTP',
    ],
    [
      'a form',
      'grant_type=refresh_token&refresh_token=abc&client_id=app',
      'grant_type=refresh_token&[redacted]&client_id=app',
    ],
    ['a bearer credential', 'Authorization: bearer abc+/def==', 'Authorization: [redacted]'],
    ['two of them', 'sk-11111111 and sk-22222222', '[redacted] and [redacted]'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

it('takes out what is known to be secret, wherever it stands and whatever it looks like', () => {
  expect(redact('(hunter2) hunter2, a+b?', ['hunter2', 'a+b', ''])).toBe(
    '([redacted]) [redacted], [redacted]?',
  );
});

it.each([
  'Failed to refresh token: 500 Internal Server Error: Unknown error',
  'refresh_token_reused',
  'status_code=500 in the state of Ohio',
  '/home/ada/.codex/auth.json cannot be read (EACCES).',
  'ask the task-force at the risk-desk',
])('leaves ordinary words alone: %s', (text) => {
  expect(redact(text)).toBe(text);
});
