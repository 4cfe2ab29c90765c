import { expect, it } from 'vitest';

import type { StartAtLogin } from '../../shared/app-state.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { SettingsRequests } from './settings-requests.ts';

const off: StartAtLogin = { kind: 'known', state: 'off', lock: null, problem: null };

function requests(rule: RuleAnswer, state: StartAtLogin = off) {
  const wishes: boolean[] = [];
  const settings = new SettingsRequests({
    startAtLogin: {
      get: () => state,
      wish: (startAtLogin) => {
        wishes.push(startAtLogin);
        return Promise.resolve();
      },
    },
    mayStartAtLogin: () => rule,
  });
  return { settings, wishes };
}

it('passes on what the person chooses', () => {
  const { settings, wishes } = requests({ kind: 'allowed' });
  settings.startAtLogin(true);
  settings.startAtLogin(false);
  expect(wishes).toEqual([true, false]);
});

it.each([
  ['forbidden', 'forbidden-by-rule'],
  ['unknown', 'rules-unknown'],
] as const)('refuses where the rule is %s', (kind, code) => {
  const { settings, wishes } = requests({ kind, reason: 'Set elsewhere.' });
  expect(() => settings.startAtLogin(true)).toThrow(
    expect.objectContaining({ code, message: 'Set elsewhere.' }) as Error,
  );
  expect(wishes).toEqual([]);
});

it('refuses where this installation cannot be started at login', () => {
  const reason = 'This is a run for development.';
  const { settings, wishes } = requests({ kind: 'allowed' }, { kind: 'unavailable', reason });
  expect(() => settings.startAtLogin(true)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: reason }) as Error,
  );
  expect(wishes).toEqual([]);
});
