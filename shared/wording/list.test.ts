import { expect, it } from 'vitest';

import { listed } from './list.ts';

it.each([
  [[], ''],
  [['one'], 'one'],
  [['one', 'two', 'three'], 'one, two, three'],
])('%j stand in a list as "%s"', (parts, text) => {
  expect(listed(parts)).toBe(text);
});
