import { expect, it } from 'vitest';

import { asSentence } from './sentence.ts';

it('ends a sentence once', () => {
  expect(asSentence('API key login is required')).toBe('API key login is required.');
  expect(asSentence('Logging out.')).toBe('Logging out.');
});

it('begins with a capital letter, but for a name', () => {
  expect(asSentence('authentication requirements do not permit it')).toBe(
    'Authentication requirements do not permit it.',
  );
  expect(asSentence('forced_login_method is set.')).toBe('forced_login_method is set.');
  expect(asSentence('~/.codex/config.toml is set.')).toBe('~/.codex/config.toml is set.');
});
