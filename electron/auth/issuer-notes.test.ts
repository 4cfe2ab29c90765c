import { describe, expect, it } from 'vitest';

import { dayMs, hourMs, minuteMs, testNow } from '../testing/credentials.ts';
import { parsePauseNote, pauseFrom, pauseLeftMs, serializePauseNote } from './issuer-notes.ts';

const issuer = 'https://auth.openai.com';
const now = testNow;

describe('a pause that an issuer asks for', () => {
  it('stands for as long as it was asked for, and not a moment longer', () => {
    const note = pauseFrom(issuer, 10 * minuteMs, now);
    expect(pauseLeftMs(note, now)).toBe(10 * minuteMs);
    expect(pauseLeftMs(note, now + 9 * minuteMs)).toBe(minuteMs);
    expect(pauseLeftMs(note, now + 10 * minuteMs)).toBe(0);
  });

  it.each([2 * hourMs, 10 * dayMs, 1e12])('is an hour at most: %d ms', (asked) => {
    expect(pauseLeftMs(pauseFrom(issuer, asked, now), now)).toBe(hourMs);
  });

  it.each([
    ['set back by a second', -1000],
    ['set back by a day', -dayMs],
    ['set forth by an hour', hourMs],
    ['set forth by a year', 365 * dayMs],
  ])('ends where the clock was %s', (_, byMs) => {
    expect(pauseLeftMs(pauseFrom(issuer, hourMs, now), now + byMs)).toBe(0);
  });

  it('does not stand where it was written to last for longer than any', () => {
    expect(pauseLeftMs({ issuer, from: now, until: now + hourMs + 1 }, now)).toBe(0);
  });
});

describe('the note of a pause', () => {
  const note = pauseFrom(issuer, minuteMs, now);

  it('is one line of JSON, and comes back as it was', () => {
    const text = serializePauseNote(note);
    expect(JSON.parse(text)).toEqual({
      version: 1,
      issuer,
      asked_at: '2026-01-22T16:48:43.123Z',
      until: '2026-01-22T16:49:43.123Z',
    });
    expect(text).toMatch(/^[^\n]+\n$/);
    expect(parsePauseNote(text)).toEqual(note);
  });

  it.each([
    ['', null],
    ['{}', null],
    ['{"version":1,"issuer":"x","asked_at":"yesterday","until":"never"}', null],
    ['{"version":2,"anything":true}', 'newer'],
  ])('of %j is %j', (text, found) => {
    expect(parsePauseNote(text)).toBe(found);
  });
});
