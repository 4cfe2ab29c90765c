import { describe, expect, it } from 'vitest';

import { accountNamed, argumentFor } from './named-account.ts';

const account = (id: string, email: string | null = null, label: string | null = null) => ({
  id,
  email,
  label,
});
const work = account('abcd00000001', 'ada@example.com', 'Work');
const home = account('abcd00000002', 'ada@home.example', 'Home');
const grace = account('ef0000000003', 'Grace@Example.com');
const list = [work, home, grace];

describe('an account is named', () => {
  it.each([
    ['by its label', 'Work', work],
    ['by its label, whatever its case', 'work', work],
    ['by the beginning of its label', 'Wor', work],
    ['by the beginning of its e-mail', 'grace', grace],
    ['by the beginning that it alone has', 'ada@h', home],
    ['by its e-mail', 'ada@home.example', home],
    ['by its e-mail, whatever its case', 'gRACE@example.COM', grace],
    ['by its id', 'ef0000000003', grace],
    ['by the beginning of its id', 'ef00', grace],
  ])('%s', (_, text, meant) => {
    expect(accountNamed(list, text)).toEqual({ kind: 'one', account: meant });
  });

  it.each([
    ['a part of a label that is not its beginning', 'ork'],
    ['the end of an e-mail', '@example.com'],
    ['fewer than four characters of an id', 'ef0'],
    ['the end of an id', '0003'],
    ['nothing', ''],
  ])('by no %s', (_, text) => {
    expect(accountNamed(list, text)).toEqual({ kind: 'none' });
  });

  it.each([
    ['a label', [account('1', null, 'Work'), account('2', null, 'Work')], 'Work'],
    ['an e-mail', [account('1', 'a@b.c'), account('2', 'A@B.C')], 'a@b.c'],
    ['the beginning of an id', [work, home], 'abcd'],
    ['the beginning of an e-mail', [work, home], 'ada@'],
  ])('by none where several share %s', (_, accounts, text) => {
    expect(accountNamed(accounts, text)).toEqual({ kind: 'several', accounts });
  });

  it('by a label before an e-mail, and by an e-mail before the beginning of an id', () => {
    const labelled = account('000000000004', null, 'ada@example.com');
    expect(accountNamed([...list, labelled], 'ada@example.com')).toMatchObject({
      account: labelled,
    });
    const mailed = account('000000000005', 'abcd');
    expect(accountNamed([...list, mailed], 'abcd')).toMatchObject({ account: mailed });
  });
});

it.each([
  ['Wor', 'none'],
  ['grace', 'none'],
  ['work', 'one'],
  ['GRACE@example.com', 'one'],
  ['ef00', 'one'],
])('where nothing can be undone, %s names %s', (text, kind) => {
  expect(accountNamed(list, text, { isWhole: true }).kind).toBe(kind);
});

it.each([
  ['its label', work, 'Work'],
  ['its e-mail', grace, 'Grace@Example.com'],
  ['its id, where a shell would read more in its name', account('1', null, 'My "own"'), '1'],
  ['its id, where another account has its name', account('2', 'ada@example.com'), '2'],
  ['its id, where it has no name', account('3'), '3'],
])('is named in a command by %s', (_, one, argument) => {
  expect(argumentFor(one, [...list.filter(({ id }) => id !== one.id), one])).toBe(argument);
});
