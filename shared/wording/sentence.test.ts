import { expect, it } from 'vitest';

import { asSentence } from './sentence.ts';

it('ends a sentence once', () => {
  expect(asSentence('API key login is required')).toBe('API key login is required.');
  expect(asSentence('Logging out.')).toBe('Logging out.');
});
