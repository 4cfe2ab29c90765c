import { expect, it } from 'vitest';

import { managementOf } from '../../shared/policy.ts';
import { reportOn, settingsOf, type Files } from '../testing/policy-reports.ts';
import { managementIn } from './management.ts';

it.each<[string, Files, ReturnType<typeof managementOf>]>([
  ['nothing', {}, null],
  ["rules of the user's own", { user: 'forced_login_method = "api"' }, null],
  ['rules that are only defaults', { system: 'forced_login_method = "api"' }, null],
  ['a managed file without a rule', { managed: 'model = "o"' }, { organization: null }],
  ['a managed rule', { managed: 'forced_login_method = "api"' }, { organization: null }],
  [
    'a managed rule, and a name',
    { requirements: 'allowed_login_methods = ["api"]\n[gatehouse]\norganization = "Example Ltd"' },
    { organization: 'Example Ltd' },
  ],
  [
    'a name that cannot be understood',
    { managed: 'gatehouse.organization = 7' },
    { organization: null },
  ],
  ['a managed file that cannot be read', { managed: '[' }, { organization: null }],
  [
    'a name with the address of a person',
    { requirements: '[gatehouse]\norganization = "Example, help@example.com"' },
    { organization: 'Example, [e-mail]' },
  ],
])('who manages a machine with %s', (_case, files, expected) => {
  expect(managementIn(settingsOf(files), '/root')).toEqual(expected);
  expect(managementOf(reportOn(files))).toEqual(expected);
});
