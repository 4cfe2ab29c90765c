import { describe, expect, it } from 'vitest';

import { formattingLocale, timeOfDay } from './local-time.ts';

describe('the locale that times are written in', () => {
  it.each([
    ['de-DE', 'en-DE'],
    ['en-GB', 'en-GB'],
    ['en', 'en-US'],
    ['not a language', 'en'],
  ])('for %s is %s: English words, the habits of the region', (language, locale) => {
    expect(formattingLocale(language)).toBe(locale);
  });
});

it('a time of day is written as in the region', () => {
  const at = new Date(2026, 2, 4, 17, 6).getTime();
  expect(timeOfDay(at, 'en-GB')).toBe('17:06');
  expect(timeOfDay(at, 'en-US')).toMatch(/^5:06\sPM$/);
});
