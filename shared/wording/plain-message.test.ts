import { expect, it } from 'vitest';

import { plainMessage } from './plain-message.ts';

it.each([
  ['You declined the sign-in. (access_denied)', 'You declined the sign-in.'],
  [
    'http://a.example cannot be reached (ECONNREFUSED). Wait.',
    'http://a.example cannot be reached. Wait.',
  ],
  [
    'Login is restricted to workspace ws-1. Logging out. The rule is set in config.toml.',
    'Login is restricted to workspace ws-1. The rule is set in config.toml.',
  ],
  ['Token data is not available.. Logging out.', 'Token data is not available.'],
  ['It does not trust it (SELF_SIGNED_CERT_IN_CHAIN).', 'It does not trust it.'],
])('leaves codes to the details: %s', (message, text) => {
  expect(plainMessage(message)).toEqual({ text, isPlain: false });
});

it.each([
  'Saved (for later).',
  'cli_auth_credentials_store (default) decides.',
  'Port 1455 is in use (by Codex).',
])('leaves what is no code: %s', (message) => {
  expect(plainMessage(message)).toEqual({ text: message, isPlain: true });
});
