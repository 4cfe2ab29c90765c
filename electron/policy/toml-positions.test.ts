import { describe, expect, it } from 'vitest';

import { tomlPositions } from './toml-positions.ts';

const document = `# A comment
forced_login_method = "api"
  "forced_chatgpt_workspace_id" = [
  "a", # one
  "b",
]
features . secret_auth_storage = true
text = """
forced_login_method = "not a key"
"""
inline = { first = 1, second = { third = 2 } }

[gatehouse]
allow_export = false
\t'allow_file_storage' = true

[a."b.c".d]
e = 1

[[list]]
first = "in a list"

[[list]]
first = "again"
second = 2
`;

describe('where a key stands', () => {
  it.each<[string[], number, number]>([
    [['forced_login_method'], 2, 1],
    [['forced_chatgpt_workspace_id'], 3, 3],
    [['features'], 7, 1],
    [['features', 'secret_auth_storage'], 7, 1],
    [['inline', 'first'], 11, 12],
    [['inline', 'second', 'third'], 11, 34],
    [['gatehouse'], 13, 2],
    [['gatehouse', 'allow_export'], 14, 1],
    [['gatehouse', 'allow_file_storage'], 15, 2],
    [['a'], 17, 2],
    [['a', 'b.c', 'd', 'e'], 18, 1],
    [['list'], 20, 3],
    [['list', 'first'], 21, 1],
    [['list', 'second'], 25, 1],
  ])('%j: line %i, column %i', (path, line, column) => {
    expect(tomlPositions(document)(path)).toEqual({ line, column });
  });

  it.each([[['absent']], [['a', 'b', 'c']], [['gatehouse', 'forced_login_method']]])(
    '%j stands nowhere',
    (path) => {
      expect(tomlPositions(document)(path)).toBeNull();
    },
  );

  it('is told as deep as policies are looked for, and no deeper', () => {
    const names = Array.from({ length: 17 }, (_, index) => `n${index}`);
    const find = tomlPositions(`[a.b]\nc.d.e.f = 1\n[${names.join('.')}]\nr = { s = 1 }`);
    expect(find(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual({ line: 2, column: 1 });
    expect(find(names.slice(0, 16))).toEqual({ line: 3, column: 2 });
    expect(find(names)).toBeNull();
  });

  it('counts lines that end as on Windows', () => {
    const find = tomlPositions('a = 1\r\n\r\nb = 2\r\n[gatehouse]\r\nallow_export = true\r\n');
    expect(find(['b'])).toEqual({ line: 3, column: 1 });
    expect(find(['gatehouse', 'allow_export'])).toEqual({ line: 5, column: 1 });
  });

  it.each(['[', 'a = ', '\u0000'])('is not told of what is no TOML: %j', (toml) => {
    expect(tomlPositions(toml)(['a'])).toBeNull();
  });
});

describe('in a document that is long', () => {
  const tables = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, index) => `[t${from + index}]\nkey = 1\n`).join('');

  it.each([
    ['at the beginning', 0],
    ['in the middle', 9_999],
    ['at the end', 19_999],
  ])('a key stands where it stands, %s', (_, index) => {
    const find = tomlPositions(tables(0, 20_000));
    expect(find([`t${index}`, 'key'])).toEqual({ line: 2 * index + 2, column: 1 });
  });

  it.each([
    ['a text', '"""', '"""'],
    ['a list', '[', ']'],
  ])('it also does where the beginning ends within %s', (_, opening, closing) => {
    const rows = '[1],\n'.repeat(20_000);
    const find = tomlPositions(
      `[first]\na = 1\nlong = ${opening}\n${rows}${closing}\n[last]\nb = 1`,
    );
    expect(find(['first', 'a'])).toEqual({ line: 2, column: 1 });
    expect(find(['last', 'b'])).toEqual({ line: 20_006, column: 1 });
  });

  it('that has no tables there, too', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `key_${index} = 1\n`).join('');
    expect(tomlPositions(rows)(['key_19999'])).toEqual({ line: 20_000, column: 1 });
  });
});
