import { describe, expect, it } from 'vitest';

import { isPlainLine, shownName, whiteSpace, withNumbersForUnseen } from './unseen-characters.ts';

describe('characters that are not seen', () => {
  it.each([
    ['\u001B[2J', '\\u001b[2J'],
    ['a\u0007b', 'a\\u0007b'],
    ['a\rb\nc', 'a\\u000db\\u000ac'],
    ['\u009B31m', '\\u009b31m'],
    ['\u007F', '\\u007f'],
    ['\u202Egpj.exe', '\\u202egpj.exe'],
    ['\u2066\u2069\u200F\u061C', '\\u2066\\u2069\\u200f\\u061c'],
    ['one\u2028two', 'one\\u2028two'],
  ])('are told by their numbers: %j', (text, shown) => {
    expect(withNumbersForUnseen(text)).toBe(shown);
    expect(isPlainLine(text)).toBe(false);
    expect(isPlainLine(shown)).toBe(true);
  });

  it.each(['plain', 'Größe, 日本語, שלום', 'family 👨‍👩‍👧', ''])('are none in %j', (text) => {
    expect(withNumbersForUnseen(text)).toBe(text);
    expect(isPlainLine(text)).toBe(true);
  });

  it('are let through where they are wanted', () => {
    expect(withNumbersForUnseen('a\nb\u001B', ['\n'])).toBe('a\nb\\u001b');
  });

  it('leave JSON the same', () => {
    const value = { '\u202E': ['\u009B1m', '\u001B'] };
    const shown = withNumbersForUnseen(JSON.stringify(value));
    expect(isPlainLine(shown)).toBe(true);
    expect(JSON.parse(shown)).toEqual(value);
  });
});

describe('a name that is shown', () => {
  it.each([
    ['ada@example.com\u202Emoc.live', 'ada@example.com\\u202emoc.live'],
    ['\u2067ada', '\\u2067ada'],
    ['ada\u001B[2J', 'ada\\u001b[2J'],
    ['ada\r\nBcc: eve', 'ada\\u000d\\u000aBcc: eve'],
    ['ada\u2028eve', 'ada\\u2028eve'],
    ['ad\u200Ba', 'ad\\u200ba'],
    ['ad\u00ADa', 'ad\\u00ada'],
    ['ad\uFEFFa', 'ad\\ufeffa'],
    ['ada\u{E0041}', 'ada\\u{e0041}'],
    ['\u0000', '\\u0000'],
  ])('has numbers for what is not seen: %j', (text, shown) => {
    expect(shownName(text)).toBe(shown);
    expect(isPlainLine(shown)).toBe(true);
  });

  it.each(['ada@example.com', 'Größe@例え.jp', 'ws-1/2', ''])('is %j as it stands', (text) => {
    expect(shownName(text)).toBe(text);
  });

  it('is cut where nobody would read on, and never within a character', () => {
    const longest = 'x'.repeat(254);
    expect(shownName(longest)).toBe(longest);
    expect(shownName(`${longest}y`)).toBe(`${'x'.repeat(253)}\u2026`);
    expect(shownName('😀'.repeat(300))).toBe(`${'😀'.repeat(253)}\u2026`);
    expect(shownName('x'.repeat(1_000_000))).toHaveLength(254);
  });
});

it('takes the same characters for white space as Unicode', () => {
  const characters = Array.from({ length: 0x11_0000 }, (_, point) => String.fromCodePoint(point));
  const ours = new RegExp(`[${whiteSpace}]`);
  expect(characters.filter((one) => ours.test(one))).toEqual(
    characters.filter((one) => /\p{White_Space}/u.test(one)),
  );
});
