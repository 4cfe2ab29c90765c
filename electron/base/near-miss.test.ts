import { expect, it } from 'vitest';

import { nearMiss } from './near-miss.ts';

const words = ['status', 'login', 'logout', 'store', 'kept', 'accounts', 'activity'];

it.each([
  ['a letter too much', 'statuss', 'status'],
  ['a letter too few', 'logi', 'login'],
  ['a wrong letter', 'stats', 'status'],
  ['two that are swapped', 'stauts', 'status'],
  ['capitals', 'LOGIN', 'login'],
  ['the singular', 'account', 'accounts'],
  ['the nearer of two', 'logou', 'logout'],
])('takes %s for a slip: %s', (_, typed, meant) => {
  expect(nearMiss(typed, words)).toBe(meant);
});

it.each(['', 'x', 'sk-proj-0123456789', 'deinstall', 'keys'])(
  'guesses nothing from "%s"',
  (typed) => {
    expect(nearMiss(typed, words)).toBeNull();
  },
);
