import { expect, it } from 'vitest';

import { placePhrase, positionPhrase, ruleSentence } from './rule-place.ts';

const source = '/etc/codex/managed_config.toml';

it.each([
  [{ line: 3, column: 7 }, 'line 3, column 7'],
  [{ line: 3, column: null }, 'line 3'],
  [{ line: null, column: null }, null],
])('a position is told as far as it is known: %j', (place, phrase) => {
  expect(positionPhrase(place)).toBe(phrase);
  expect(placePhrase({ source, ...place })).toBe(phrase === null ? source : `${source}, ${phrase}`);
});

it('tells in a sentence which rule stands there', () => {
  const place = { rule: 'forced_login_method', source, line: 3, column: 1 };
  expect(ruleSentence(place)).toBe(
    `The rule forced_login_method is set in ${source}, line 3, column 1.`,
  );
});
