import { expect, it } from 'vitest';

import type { StartAtLogin } from '../../shared/app-state.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { requestStartAtLogin } from './handlers.ts';

const off: StartAtLogin = { kind: 'known', state: 'off', lock: null, problem: null };

function requests(rule: RuleAnswer, state: StartAtLogin = off) {
  const wishes: boolean[] = [];
  const startAtLogin = {
    get: () => state,
    wish: (isWanted: boolean) => {
      wishes.push(isWanted);
      return Promise.resolve();
    },
  };
  const request = (isWanted: boolean) => requestStartAtLogin(startAtLogin, rule, isWanted);
  return { request, wishes };
}

it('passes on what the person chooses', () => {
  const { request, wishes } = requests({ kind: 'allowed' });
  request(true);
  request(false);
  expect(wishes).toEqual([true, false]);
});

it.each([
  ['forbidden', 'forbidden-by-rule'],
  ['unknown', 'rules-unknown'],
] as const)('refuses where the rule is %s', (kind, code) => {
  const { request, wishes } = requests({ kind, reason: 'Set elsewhere.' });
  expect(() => request(true)).toThrow(
    expect.objectContaining({ code, message: 'Set elsewhere.' }) as Error,
  );
  expect(wishes).toEqual([]);
});

it('refuses where this installation cannot be started at login', () => {
  const reason = 'This is a run for development.';
  const { request, wishes } = requests({ kind: 'allowed' }, { kind: 'unavailable', reason });
  expect(() => request(true)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: reason }) as Error,
  );
  expect(wishes).toEqual([]);
});
