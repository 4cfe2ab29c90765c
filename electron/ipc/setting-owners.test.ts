import { expect, it } from 'vitest';

import { eachSetting, type SettingState } from '../../shared/settings.ts';
import { changeSetting } from './setting-owners.ts';

type Known = Extract<SettingState, { kind: 'known' }>;

const source = '/etc/codex/requirements.toml';

function requests(state: SettingState) {
  const wishes: (boolean | string)[] = [];
  const owners = eachSetting(() => ({
    get: () => state,
    onChange: () => () => {},
    wish: (value: boolean | string) => {
      wishes.push(value);
      return Promise.resolve();
    },
  }));
  const request = (value: boolean | string) => changeSetting(owners, 'startAtLogin', value);
  return { request, wishes };
}

function lockedBy(lock: Known['lock']): Known {
  return { kind: 'known', state: 'off', lock, problem: null };
}

it('passes on what the person chooses', () => {
  const { request, wishes } = requests(lockedBy(null));
  request(true);
  request(false);
  expect(wishes).toEqual([true, false]);
});

it.each<[Known['lock'], code: string, message: string]>([
  [
    { kind: 'set', value: true, source },
    'forbidden-by-rule',
    `"Start Gatehouse at login" is set in ${source}.`,
  ],
  [
    { kind: 'unknown', source, message: 'it is broken' },
    'rules-unknown',
    `The rules are not known: ${source} cannot be used (it is broken).`,
  ],
])('refuses where the rule is %o', (lock, code, message) => {
  const { request, wishes } = requests(lockedBy(lock));
  expect(() => request(false)).toThrow(expect.objectContaining({ code, message }) as Error);
  expect(wishes).toEqual([]);
});

it('refuses where this installation cannot have it', () => {
  const reason = 'This is a run for development.';
  const { request, wishes } = requests({ kind: 'unavailable', reason });
  expect(() => request(true)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: reason }) as Error,
  );
  expect(wishes).toEqual([]);
});
