import { describe, expect, it } from 'vitest';

import { requestChannels, type RequestChannel } from '../../shared/ipc-channels.ts';
import { permissionNames, type Permission } from '../../shared/permissions.ts';
import { AppFailure } from '../base/app-failure.ts';
import { managedSettings } from '../testing/settings.ts';
import { requirePermissions } from './request-permissions.ts';

/** What is asked for, where an input makes a difference. */
const inputs: Readonly<Partial<Record<RequestChannel, readonly unknown[]>>> = {
  'account.signOut': [{ everywhere: true }, { everywhere: false }],
};
const requests = requestChannels.flatMap((channel) =>
  (inputs[channel] ?? [undefined]).map((input) => [channel, input] as const),
);

const exports = ['activity.export', 'policy.copy', 'policy.export', 'doctor.copy', 'doctor.export'];
const refused: Readonly<Record<Permission, readonly string[]>> = {
  'gatehouse.allow_file_storage': [],
  'gatehouse.allow_sign_out_everywhere': ['account.signOut {"everywhere":true}'],
  'gatehouse.allow_credential_helper': [],
  'gatehouse.allow_export': exports,
};

/** The refusals of all requests on a machine with this in managed_config.toml. */
function refusals(toml: string) {
  return requests.flatMap(([channel, input]) => {
    try {
      requirePermissions(channel, input, managedSettings(toml));
      return [];
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      const request = input === undefined ? channel : `${channel} ${JSON.stringify(input)}`;
      return [{ request, code: error.code, message: error.message }];
    }
  });
}

describe.each(permissionNames)('%s', (name) => {
  it.each([
    ['false', 'forbidden-by-rule', 'on this device (set in /etc/codex/managed_config.toml)'],
    ['"no"', 'rules-unknown', `(${name} must be true or false)`],
  ])('= %s refuses what needs it, and nothing else', (value, code, words) => {
    const message = expect.stringContaining(words) as string;
    expect(refusals(`${name} = ${value}`)).toEqual(
      refused[name].map((request) => ({ request, code, message })),
    );
  });

  it.each(['', `${name} = true`])('refuses nothing where the file says %j', (toml) => {
    expect(refusals(toml)).toEqual([]);
  });
});
