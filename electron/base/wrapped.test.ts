import { expect, it } from 'vitest';

import { wrapped } from './wrapped.ts';

it.each([
  ['', 10, ['']],
  ['as it is', 8, ['as it is']],
  ['one two three', 7, ['one two', 'three']],
  ['a /path/that/is/long of it', 6, ['a', '/path/that/is/long', 'of it']],
])('wraps %j at %d', (text, width, lines) => {
  expect(wrapped(text, width)).toEqual(lines);
});
