import { expect, it } from 'vitest';

import { placeOfRule } from './rule-place.ts';

const source = '/home/ada/.codex/config.toml';
const violation = { rule: 'forcedMethod', source } as const;

it('tells the key, the file, and where in it the rule stands', () => {
  const text = 'model = "o"\n\n  forced_login_method = "api"\n';
  expect(placeOfRule(violation, new Map([[source, { kind: 'text', text }]]))).toEqual({
    rule: 'forced_login_method',
    source,
    line: 3,
    column: 3,
  });
});

it.each([
  ['the file is gone', new Map()],
  [
    'the file is no TOML any more',
    new Map([[source, { kind: 'text', text: '= nonsense' } as const]]),
  ],
])('knows no line where %s', (_, sources) => {
  expect(placeOfRule(violation, sources)).toMatchObject({ source, line: null, column: null });
});
