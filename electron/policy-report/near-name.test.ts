import { expect, it } from 'vitest';

import { nearName } from './near-name.ts';

const known = ['gatehouse', 'features', 'forced_login_method', 'allow_export'];

it.each([
  ['gatehous', 'gatehouse'],
  ['gatheouse', 'gatehouse'],
  ['Gatehouse', 'gatehouse'],
  ['feature', 'features'],
  ['forced-login-method', 'forced_login_method'],
  ['force_login_methods', 'forced_login_method'],
  ['allow_exports', 'allow_export'],
  ['allow_fun', null],
  [`allow_export${'x'.repeat(20)}`, null],
  ['model', null],
  ['', null],
])('takes %j for %j', (name, meant) => {
  expect(nearName(name, known)).toBe(meant);
});
