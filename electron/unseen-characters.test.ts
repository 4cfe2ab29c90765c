import { describe, expect, it } from 'vitest';

import { isPlainLine, withNumbersForUnseen } from './unseen-characters.ts';

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
