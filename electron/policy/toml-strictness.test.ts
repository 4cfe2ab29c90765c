import { describe, expect, it } from 'vitest';

import { cornerName, tomlCorners } from '../testing/toml-corners.ts';
import { configContent } from './config-document.ts';
import { readConfigDocument, type ConfigDocument } from './config-document.ts';
import { maxTomlParts, strictToml } from './toml-strictness.ts';

/** A file as it is read from the disk. */
function documentOf(toml: string): ConfigDocument | null {
  return readConfigDocument('/user', configContent(Buffer.from(toml)));
}

function messageOf(toml: string): string | null {
  const document = documentOf(toml);
  return document?.kind === 'unknown' ? document.message : null;
}

describe('a document is read where the Codex CLI loads it', () => {
  it.each(tomlCorners.map((corner) => ({ ...corner, name: cornerName(corner.toml) })))(
    '$name: $isLoaded',
    ({ toml, isLoaded }) => {
      expect(documentOf(toml)?.kind === 'table').toBe(isLoaded);
    },
  );
});

describe('what the Codex CLI does not load', () => {
  const noDate = 'there is no such date or time; text needs quotes';

  it.each<[string, string, string]>([
    ['a number of 20 digits', 'x = 99999999999999999999', 'a whole number is beyond 64 bits'],
    ['the first number too large', 'x = 9223372036854775808', 'a whole number is beyond 64 bits'],
    ['one in base 16', 'x = 0x8000000000000000', 'a whole number is beyond 64 bits'],
    ['one in a list', 'x = [9_999_999_999_999_999_999]', 'a whole number is beyond 64 bits'],
    ['an exponent too large', 'x = 1e400', 'a number is too large'],
    ['a day that there is not', 'x = 2026-02-30', noDate],
    ['a leap day of no leap year', 'x = 1900-02-29', noDate],
    ['an hour that there is not', 'x = 25:00:00', noDate],
    ['an offset without a colon', 'x = 2026-01-01T00:00:00+0000', noDate],
    [
      'many lists',
      `x = ${'['.repeat(81)}${']'.repeat(81)}`,
      'lists or tables are nested too deeply',
    ],
    ['a key of many names', `${'a.'.repeat(80)}a = 1`, 'a key has more than 80 names'],
    ['a second byte order mark', '\uFEFF\uFEFFx = 1', 'there is a second byte order mark'],
  ])('is named: %s', (_, toml, mistake) => {
    expect(messageOf(toml)).toMatch(
      new RegExp(`^line 1, column \\d+ is not valid TOML: ${mistake}$`),
    );
  });

  it('is named with its place', () => {
    const toml = 'a = 1\n\n[b]\nc = [1, 2026-02-30]\n';
    expect(documentOf(toml)).toMatchObject({ position: { line: 4, column: 9 } });
  });

  it('is looked for where a value stands, and nowhere else', () => {
    const toml = [
      '# 2026-02-30 1e400',
      'a = "2026-02-30"',
      "b = '1e400'",
      'c = """\nx = 99999999999999999999\n"""',
      "d = '''\n2026-02-30'''''",
      '"1e400" = 1',
      '99999999999999999999 = 1',
      'e = "a \\" 2026-02-30"',
    ].join('\n');
    expect(documentOf(toml)).toMatchObject({ kind: 'table' });
  });
});

describe('what the parser here does not take as it is', () => {
  it('is read as the Codex CLI reads it', () => {
    const toml = 'model = { a # why\n =\n "x" }\nat = 2016-12-31T23:59:60Z\nb = "c"';
    expect(documentOf(toml)).toMatchObject({ table: { model: { a: 'x' }, b: 'c' } });
  });

  it('has its other mistakes where they are', () => {
    expect(documentOf('x = { a\n =\n 1 }\n\ny = oops')).toMatchObject({
      position: { line: 5, column: 5 },
    });
    expect(documentOf('x = { a\n =\n oops }')).toMatchObject({ position: { line: 3, column: 2 } });
  });
});

describe('a text that is too much to be read', () => {
  const many = maxTomlParts + 1;
  it.each([
    ['keys', 'a = 1\n'.repeat(many)],
    ['tables', '[t]\n'.repeat(many)],
    ['lists of tables', '[[t]]\n'.repeat(many)],
    ['names of one key', `${'a.'.repeat(60)}a = 1\n`.repeat(many / 60)],
    ['values of a list', `a = [${'1,'.repeat(many)}]`],
    ['lists in a list', `a = [${'[],'.repeat(many)}]`],
    ['tables in a list', `a = [${'{},'.repeat(many)}]`],
    ['escapes', `a = "${String.raw`\n`.repeat(many)}"`],
    ['escapes in a long text', `a = \"\"\"${String.raw`\"`.repeat(many)}\"\"\"`],
    ['digits of a number', `a = ${'1_'.repeat(many * 64)}1`],
  ])('has too many: %s', (_, toml) => {
    expect(strictToml(toml)).toMatchObject({ isTooMuch: true, mistake: null });
  });

  it.each([
    ['comments', '# x\n'.repeat(many)],
    ['blank lines', '\n'.repeat(many)],
    ['a long text', `a = "${'x'.repeat(many * 10)}"`],
    ['a long text of many lines', `a = \"\"\"\n${'some "text"\n'.repeat(many)}\"\"\"`],
    ['projects', '[projects."/a"]\ntrust_level = "trusted"\n'.repeat(4_000)],
  ])('does not have too many: %s', (_, toml) => {
    expect(strictToml(toml)).toMatchObject({ isTooMuch: false, mistake: null });
  });

  it.each(['\nx = "never ended', "\nx = 'never ended", '\nx = \"\"\"\nnever ended'])(
    'is not a string without an end: %j',
    (toml) => {
      expect(strictToml(toml)).toEqual({ text: toml, mistake: null, isTooMuch: false });
    },
  );

  it('is never taken for one without rules', () => {
    expect(documentOf('a = 1\n'.repeat(many))).toEqual({
      kind: 'unknown',
      source: '/user',
      message: 'it has more than 50,000 names, values and escapes',
      position: null,
    });
  });
});
