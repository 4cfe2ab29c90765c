import { describe, expect, it } from 'vitest';

import { permissionNames } from '../../shared/permissions.ts';
import { policyRow } from '../policy/policy-keys.ts';
import { refusedRequests } from '../testing/refused-requests.ts';
import { managedSettings } from '../testing/settings.ts';

const refusals = (toml: string) => refusedRequests(managedSettings(toml));

// Which requests each key refuses is in policy/policy-keys.test.ts, beside what it says of them.
describe.each(permissionNames)('%s', (name) => {
  const isOfRequests = policyRow(name).enforcedBy.includes('requests');

  it.each([
    ['false', 'forbidden-by-rule', 'on this device (set in /etc/codex/managed_config.toml)'],
    ['"no"', 'rules-unknown', `(${name} must be true or false)`],
  ])('= %s says why it refuses a request', (value, code, words) => {
    const found = refusals(`${name} = ${value}`);
    const message = expect.stringContaining(words) as string;
    expect(found.length > 0).toBe(isOfRequests);
    expect(found).toEqual(found.map(({ request }) => ({ request, code, message })));
  });

  it('refuses the same where its value cannot be understood', () => {
    const [forbidden, unknown] = ['false', '"no"'].map((value) =>
      refusals(`${name} = ${value}`).map(({ request }) => request),
    );
    expect(unknown).toEqual(forbidden);
  });

  it.each(['', `${name} = true`])('refuses nothing where the file says %j', (toml) => {
    expect(refusals(toml)).toEqual([]);
  });
});
