import { describe, expect, it } from 'vitest';

import { formatTimesAs, localTime, zonedTime } from './local-time.ts';

describe('a time on the clock of this computer', () => {
  const at = new Date(2026, 2, 4, 17, 6, 7).getTime();

  it.each([
    ['en-GB', '4 Mar 2026, 17:06'],
    ['de-DE', '4 Mar 2026, 17:06'],
    ['en-US', 'Mar 4, 2026, 5:06 PM'],
    ['not a language', 'Mar 4, 2026, 5:06 PM'],
  ])('is written as in %s: %s', (language, text) => {
    expect(localTime(at, language)).toBe(text);
  });

  it('follows the language of the system where none is given, and is never UTC in ISO form', () => {
    expect(localTime(at)).not.toMatch(/T.*Z$/);
  });
});

it('names its zone where it may be read elsewhere, from a number or an ISO time alike', () => {
  const at = new Date(2026, 2, 4, 17, 6, 7);
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
    .format(at)
    .split(', ')[1];
  expect(zonedTime(at.getTime(), 'en-GB')).toBe(`4 Mar 2026, 17:06 ${zone}`);
  expect(zonedTime(at.toISOString(), 'en-GB')).toBe(`4 Mar 2026, 17:06 ${zone}`);
});

it('follows the regional format that a program has been told of', () => {
  const at = new Date(2026, 2, 4, 17, 6, 7).getTime();
  formatTimesAs('en-GB');
  expect(localTime(at)).toBe('4 Mar 2026, 17:06');
  formatTimesAs('en-US');
  expect(localTime(at)).toBe('Mar 4, 2026, 5:06 PM');
});
