import { expect, it } from 'vitest';

import { joinedByAnd, listed, joinedByOr } from './lists.ts';

it.each([
  [[], '', '', ''],
  [['a'], 'a', 'a', 'a'],
  [['a', 'b'], 'a, b', 'a and b', 'a or b'],
  [['a', '{b}', 'c'], 'a, {b}, c', 'a, {b} and c', 'a, {b} or c'],
])('a list of %j is said as one text', (items, comma, and, or) => {
  expect([listed(items), joinedByAnd(items), joinedByOr(items)]).toEqual([comma, and, or]);
});
