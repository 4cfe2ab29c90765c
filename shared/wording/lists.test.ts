import { describe, expect, it } from 'vitest';

import { joinedByAnd, joinedByOr } from './lists.ts';

describe('a list in words', () => {
  it.each([
    [[], '', ''],
    [['a'], 'a', 'a'],
    [['a', 'b'], 'a and b', 'a or b'],
    [['a', 'b', 'c', 'd'], 'a, b, c and d', 'a, b, c or d'],
  ])('has its word before the last of %j alone', (parts, all, one) => {
    expect(joinedByAnd(parts)).toBe(all);
    expect(joinedByOr(parts)).toBe(one);
  });
});
