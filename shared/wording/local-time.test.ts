import { describe, expect, it } from 'vitest';

import { formattingLocale } from './local-time.ts';

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
