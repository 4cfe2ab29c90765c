import { expect, it } from 'vitest';

import { removalCause, removalPhrase } from './policy-removal.ts';

it.each([
  ['announced', 'The sign-in is removed'],
  ['done', 'The sign-in was removed'],
  ['failed', 'The sign-in could not be removed'],
] as const)('tells of a removal that is %s', (state, phrase) => {
  expect(removalPhrase({ state })).toBe(phrase);
});

it('tells because of which rule, as far as it and its place are known', () => {
  const cause = { rule: 'forced_login_method', source: '/etc/codex/x.toml', line: 3 };
  expect(removalCause(cause)).toBe('because of forced_login_method in /etc/codex/x.toml, line 3');
  expect(removalCause({ ...cause, line: null })).toMatch(/ in \/etc\/codex\/x\.toml$/);
  expect(removalCause({ rule: null, source: null, line: null })).toBe('because of a rule');
});
