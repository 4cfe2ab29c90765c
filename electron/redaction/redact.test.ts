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
    [
      'the keys of a sign-in for Amazon Bedrock',
      '{"api_key":"abc","access_key_id":"AKIA","secret_access_key":"x/y"}',
      '{[redacted],[redacted],[redacted]}',
    ],
    ['a bearer credential', 'Authorization: bearer abc+/def==', 'Authorization: [redacted]'],
    ['an API key behind an underscore', 'prefix_sk-proj-abcdefgh1234', 'prefix_[redacted]'],
    ['a personal access token behind one', '_at-abcdefgh12345678', '_[redacted]'],
    ['a refresh token behind one', 'old_rt_abcdefgh.ABC-def', 'old_[redacted]'],
    ['an authorization code behind one', 'x_ac_abcdefgh1234', 'x_[redacted]'],
    ['a JWT behind one', `x_${idToken()}`, 'x_[redacted]'],
    [
      'members of the stored record',
      '{"OPENAI_API_KEY": null, "tokens": {"refresh_token": "opaque", "account_id": "a-1"}}',
      '{"OPENAI_API_KEY": null, "tokens": {[redacted], "account_id": "a-1"}}',
    ],
    ['an API key of any shape in it', '{"OPENAI_API_KEY":"hello"}', '{[redacted]}'],
    ['a member that is cut off', '..."code_verifier":"abc', '...[redacted]'],
    [
      'a member in JSON within JSON',
      JSON.stringify({ body: '{"access_token":"opaque","token_type":"bearer"}' }),
      '{"body":"{[redacted],\\"token_type\\":\\"bearer\\"}"}',
    ],
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
  'start_at_login, and expires_at_2026-11-24 as well',
  'a keyJoined_eyJ_ to a monkeyJacket',
  'the task_force and the disk_risk_analysis',
  '{"code":"refresh_token_reused","token_type":"bearer"}',
  'ask the task-force at the risk-desk',
])('leaves ordinary words alone: %s', (text) => {
  expect(redact(text)).toBe(text);
});
