import type { TomlError } from 'smol-toml';

import type { Position } from './toml-positions.ts';

const closedKey = 'a key has to be followed by "=" or "]"';
const missingKey = 'a key is missing';
const twice = 'this was defined before';
const number = 'this is no number; text needs quotes';
const date = 'this is no date or time; text needs quotes';
const backslash = 'a backslash in text has to be doubled, or the text to be in single quotes';

/**
 * For each sentence of the parser one that quotes nothing; others are not shown.
 * Source: smol-toml 1.9.1, without what its options here make impossible.
 */
const mistakes: ReadonlyMap<string, string> = new Map([
  ['invalid value', 'there is no value here; text needs quotes'],
  ['illegal leading zero', 'a number may not begin with 0'],
  ['illegal underscore', number],
  ['illegal character in numeric literal', number],
  ['unfinished numeric value', number],
  ['invalid date', date],
  ['invalid date-time: date part is malformed', date],
  ['invalid date-time: time part is malformed', date],
  ['unfinished string', 'text is not closed by its quote'],
  [
    'control characters are not allowed in strings',
    'text is not closed by its quote on the same line, or has a control character in it',
  ],
  ['invalid non-hex character in unicode escape', backslash],
  ['invalid unicode escape', backslash],
  ['unrecognised escape sequence', backslash],
  ['invalid escape: only line-ending whitespace may be escaped', backslash],
  ['unfinished array', 'a list is not closed by "]"'],
  ['unfinished table', 'a table is not closed by "}"'],
  ['expected comma or end of structure', 'a comma or a closing bracket is missing'],
  [
    'document contains excessively nested structures. aborting.',
    'lists or tables are nested too deeply',
  ],
  ['unexpected end of key', missingKey],
  ['illegal empty bare key', missingKey],
  ['incomplete key-value: cannot find end of key', closedKey],
  ['illegal character in key', `${closedKey}, and one with other characters needs quotes`],
  ['illegal quoted key: multiline strings are not allowed', 'a key may not have three quotes'],
  ['expected end of table array declaration', 'the name of a list of tables ends with "]]"'],
  [
    'each key-value declaration must be followed by an end-of-line',
    'something follows where the line has to end',
  ],
  ['trying to redefine an already defined value', twice],
  ['trying to redefine an already defined table or value', twice],
  ['control characters are not allowed in comments', 'a comment has a control character in it'],
]);

/** Why a text is no TOML, without quoting it; null where that is not known. */
export function tomlMistake({ message }: Pick<TomlError, 'message'>): string | null {
  // After its first line the parser quotes the document.
  const [sentence = ''] = message.split('\n', 1);
  return mistakes.get(sentence.replace('Invalid TOML document: ', '')) ?? null;
}

export function mistakeText({ line, column }: Position, mistake: string | null): string {
  const where = `line ${line}, column ${column} is not valid TOML`;
  return mistake === null ? where : `${where}: ${mistake}`;
}
