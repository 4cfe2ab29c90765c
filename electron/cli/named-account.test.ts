import { describe, expect, it } from 'vitest';

import { accountNamed } from './named-account.ts';

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
    ['by its e-mail', 'ada@home.example', home],
    ['by its e-mail, whatever its case', 'gRACE@example.COM', grace],
    ['by its id', 'ef0000000003', grace],
    ['by the beginning of its id', 'ef00', grace],
  ])('%s', (_, text, meant) => {
    expect(accountNamed(list, text)).toEqual({ kind: 'one', account: meant });
  });

  it.each([
    ['a label in another case', 'work'],
    ['a part of a label', 'Wor'],
    ['a part of an e-mail', 'ada@'],
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
