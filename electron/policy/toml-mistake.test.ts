import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { parse, TomlError } from 'smol-toml';
import { describe, expect, it } from 'vitest';

import { mistakeText, tomlMistake } from './toml-mistake.ts';

const secret = 'sk-0123456789abcdef';

/** What is told of a text that is no TOML, without where. */
function mistakeIn(toml: string): string {
  try {
    parse(toml, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const told = mistakeText(error, tomlMistake(error));
    const where = `line ${error.line}, column ${error.column} is not valid TOML`;
    expect(told.startsWith(where)).toBe(true);
    return told.slice(where.length);
  }
  throw new TypeError('this is TOML');
}

const closedKey = ': a key has to be followed by "=" or "]"';
const strangeKey = `${closedKey}, and one with other characters needs quotes`;
const twice = ': this was defined before';
const number = ': this is no number; text needs quotes';
const date = ': this is no date or time; text needs quotes';
const backslash = ': a backslash in text has to be doubled, or the text to be in single quotes';

describe('a mistake', () => {
  it.each<[string, string, string]>([
    ['no value', 'a = ', ': there is no value here; text needs quotes'],
    ['text without quotes', `a = ${secret}`, ': there is no value here; text needs quotes'],
    ['a leading zero', `a = 012 # ${secret}`, ': a number may not begin with 0'],
    ['an underscore', `a = 1__2 # ${secret}`, number],
    ['an id without quotes', `a = 5f0c2f6e-8a2b # ${secret}`, number],
    ['half a number', `a = 1. # ${secret}`, number],
    ['no month', `a = 2026-13-01 # ${secret}`, date],
    ['no date', `a = 2026-xx-01 # ${secret}`, date],
    ['no time', `a = 2026-01-01T99:99:99 # ${secret}`, date],
    ['half a time', `a = 2026-01-01T12 # ${secret}`, date],
    ['text that does not end', `a = """${secret}`, ': text is not closed by its quote'],
    [
      'text that goes on in the next line',
      `a = "${secret}\n`,
      ': text is not closed by its quote on the same line, or has a control character in it',
    ],
    ['a path of Windows', `a = "C:\\codex\\${secret}"`, backslash],
    ['another path of Windows', `a = "C:\\Users\\${secret}"`, backslash],
    ['half an escape', `a = "\\u00 ${secret}"`, backslash],
    ['an escape too large', `a = "\\UFFFFFFFF ${secret}"`, backslash],
    ['an escaped blank', `a = """\\ ${secret}"""`, backslash],
    ['an open list', `a = ["${secret}",`, ': a list is not closed by "]"'],
    ['an open table', `a = { b = "${secret}",`, ': a table is not closed by "}"'],
    ['no comma', `a = ["${secret}" "b"]`, ': a comma or a closing bracket is missing'],
    ['no comma in a table', `a = { b = 1 c = 2 }`, ': a comma or a closing bracket is missing'],
    ['far too many lists', `a = ${'['.repeat(2_000)}`, ': lists or tables are nested too deeply'],
    ['no key', `= "${secret}"`, ': a key is missing'],
    ['half a key', `a. = "${secret}"`, ': a key is missing'],
    ['a key with an empty part', `a..b = "${secret}"`, ': a key is missing'],
    ['a key alone', `"${secret}"`, closedKey],
    ['a key alone on its line', `a\n b = "${secret}"`, strangeKey],
    ['a key with a blank', `a b = "${secret}"`, strangeKey],
    ['a table that is not closed', `[${secret}`, closedKey],
    ['a key in three quotes', `"""${secret}""" = 1`, ': a key may not have three quotes'],
    ['half a list of tables', `[[${secret}]`, ': the name of a list of tables ends with "]]"'],
    ['two on a line', `a = 1 b = "${secret}"`, ': something follows where the line has to end'],
    ['a key twice', `a = "${secret}"\na = 1`, twice],
    ['a key twice within braces', `a = { b = "${secret}", b = 1 }`, twice],
    ['a table twice', `[a]\nb = "${secret}"\n[a]`, twice],
    ['a strange comment', `# ${secret}\u0001`, ': a comment has a control character in it'],
  ])('is told by its kind, and nothing is quoted: %s', (_, toml, told) => {
    expect(mistakeIn(toml)).toBe(told);
  });

  it('is told by its place alone where its kind is not known', () => {
    const error = new TomlError(`this: ${secret}`, { toml: `a = "${secret}"`, ptr: 4 });
    expect(error.message).toContain(secret);
    expect(mistakeText(error, tomlMistake(error))).toBe('line 1, column 5 is not valid TOML');
  });

  it('is not taken for a kind that the text itself names', () => {
    const toml = 'Invalid TOML document: unfinished array';
    const error = new TomlError('of another kind', { toml, ptr: 0 });
    expect(mistakeText(error, tomlMistake(error))).toBe('line 1, column 1 is not valid TOML');
  });
});

/** What the options here make impossible. */
const impossible = [
  'integer value cannot be represented losslessly',
  'document contains an unsafe property',
];

it('each sentence of the parser has one of ours', async () => {
  const folder = path.dirname(fileURLToPath(import.meta.resolve('smol-toml')));
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const sources = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  const found = sources.flatMap((source) => [...source.matchAll(/TomlError\.x\('([^']+)'/g)]);
  const sentences = [...new Set(found.map(([, sentence = '']) => sentence))];
  expect(sentences.length).toBeGreaterThan(20);
  const told = sentences.filter((message) => tomlMistake({ message }) !== null);
  expect(told.toSorted()).toEqual(sentences.filter((one) => !impossible.includes(one)).toSorted());
});
