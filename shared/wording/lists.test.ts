import { expect, it } from 'vitest';

import { andList, commaList, orList, semicolonList } from './lists.ts';

it.each([
  [[], '', '', '', ''],
  [['a'], 'a', 'a', 'a', 'a'],
  [['a', 'b'], 'a, b', 'a and b', 'a or b', 'a; b'],
  [['a', '{b}', 'c'], 'a, {b}, c', 'a, {b} and c', 'a, {b} or c', 'a; {b}; c'],
])('a list of %j is said as one text', (items, comma, and, or, semicolon) => {
  expect([commaList(items), andList(items), orList(items)]).toEqual([comma, and, or]);
  expect(semicolonList(items)).toBe(semicolon);
});
