import { expect, it } from 'vitest';

import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { rulesLine } from './rules-line.ts';

const { restrictions, policy } = appState();
const signedOut = { kind: 'signedOut' } as const;

it.each([
  [chatgptAccount(), 'allowed', false, 'No login rules apply'],
  [signedOut, 'allowed', false, 'No login rules apply'],
  [chatgptAccount(), 'allowed', true, 'Login rules: satisfied'],
  [signedOut, 'allowed', true, 'Login rules apply'],
  [chatgptAccount(), 'violated', true, 'Login rules: not satisfied'],
  [signedOut, 'unknown', true, 'Login rules: could not be checked'],
] as const)('%j, verdict %s with rules %s: %s', (account, verdict, hasRules, line) => {
  expect(rulesLine({ account, policy, restrictions: { ...restrictions, verdict, hasRules } })).toBe(
    line,
  );
});

it.each([
  ['expected', false, 'Workspace rules: not known yet'],
  ['expected', true, 'Login rules: satisfied'],
  ['otherVersion', true, 'Workspace rules: cannot be read'],
] as const)('cloud rules %s beside other rules %s: %s', (cloudUnknown, hasRules, line) => {
  const found = { ...restrictions, hasRules, cloudUnknown };
  expect(rulesLine({ account: chatgptAccount(), policy, restrictions: found })).toBe(line);
});

it('says that it is too early to tell where a proof is still to come', () => {
  const pending = { ...restrictions, verdict: 'unknown', unknownBecause: 'evidence' } as const;
  expect(rulesLine({ account: signedOut, policy, restrictions: pending })).toBe(
    'Login rules: cannot be checked yet',
  );
});

it('does not read as if all were well where a policy cannot be read', () => {
  const faulty = { ...policy, isFaulty: true };
  expect(rulesLine({ account: signedOut, policy: faulty, restrictions })).toBe(
    'A policy can\u2019t be read',
  );
});
