import type { TomlError } from 'smol-toml';

import { configTexts as texts } from '../../shared/texts/config-files.ts';
import type { Position } from './toml-positions.ts';

const { mistakes } = texts;

/** For each sentence of the parser, smol-toml 1.9.1, without what its options here make impossible. */
const mistakeOf: ReadonlyMap<string, () => string> = new Map([
  ['invalid value', mistakes.noValue],
  ['illegal leading zero', mistakes.leadingZero],
  ['illegal underscore', mistakes.noNumber],
  ['illegal character in numeric literal', mistakes.noNumber],
  ['unfinished numeric value', mistakes.noNumber],
  ['invalid date', mistakes.noDate],
  ['invalid date-time: date part is malformed', mistakes.noDate],
  ['invalid date-time: time part is malformed', mistakes.noDate],
  ['unfinished string', mistakes.openText],
  ['control characters are not allowed in strings', mistakes.openLine],
  ['invalid non-hex character in unicode escape', mistakes.backslash],
  ['invalid unicode escape', mistakes.backslash],
  ['unrecognised escape sequence', mistakes.backslash],
  ['invalid escape: only line-ending whitespace may be escaped', mistakes.backslash],
  ['unfinished array', mistakes.openList],
  ['unfinished table', mistakes.openTable],
  ['expected comma or end of structure', mistakes.noComma],
  ['document contains excessively nested structures. aborting.', mistakes.tooDeep],
  ['unexpected end of key', mistakes.noKey],
  ['illegal empty bare key', mistakes.noKey],
  ['incomplete key-value: cannot find end of key', mistakes.openKey],
  ['illegal character in key', mistakes.keyInQuotes],
  ['illegal quoted key: multiline strings are not allowed', mistakes.threeQuotes],
  ['expected end of table array declaration', mistakes.openListOfTables],
  ['each key-value declaration must be followed by an end-of-line', mistakes.afterLine],
  ['trying to redefine an already defined value', mistakes.twice],
  ['trying to redefine an already defined table or value', mistakes.twice],
  ['control characters are not allowed in comments', mistakes.controlCharacter],
]);

/** Why a text is no TOML, without quoting it; null where that is not known. */
export function tomlMistake({ message }: Pick<TomlError, 'message'>): string | null {
  // After its first line the parser quotes the document.
  const [sentence = ''] = message.split('\n', 1);
  return mistakeOf.get(sentence.replace('Invalid TOML document: ', ''))?.() ?? null;
}

export function mistakeText({ line, column }: Position, mistake: string | null): string {
  return mistake === null
    ? texts.notToml({ line, column })
    : texts.notTomlBecause({ line, column, mistake });
}
