import { expect, it } from 'vitest';

import { locale, writeTimesAsIn } from './locale.ts';

it('follows the system, whatever language the page has', () => {
  writeTimesAsIn('de-CH');
  expect(locale).toBe('en-CH');
  writeTimesAsIn('en-GB');
  expect(locale).toBe('en-GB');
});
