import { expect, it } from 'vitest';

import { policy, policyReport } from '../testing/policy-report.ts';
import { policyCondition, policySummary } from './policy-summary.ts';

it.each([
  ['notManaged', 'Not managed'],
  ['compliant', 'Compliant'],
  ['actionNeeded', 'Action needed'],
  ['error', 'Error'],
] as const)('%s is called %s', (state, title) => {
  const policies = [policy({ status: 'invalid' })];
  expect(policySummary(policyReport({ state, policies })).title).toBe(title);
});

it('does not deny the rules of a person, or the defaults, where no administrator enforces one', () => {
  for (const level of ['user', 'default'] as const) {
    expect(policySummary(policyReport({ policies: [policy({ level })] }))).toEqual({
      title: 'Not managed',
      text: 'No administrator enforces a rule on this device. What is set here, its user can change.',
    });
  }
  const none = policy({ status: 'notSet', value: null, level: null, source: null });
  expect(policySummary(policyReport({ policies: [none] })).text).toBe(
    'No administrator enforces a rule on this device.',
  );
});

it('says whether rules or the sign-in are the reason of an error', () => {
  const unjudged = policyReport({ state: 'error', policies: [policy({ status: 'enforced' })] });
  expect(policySummary(unjudged).text).toContain('It cannot be judged whether the sign-in');
  const unknown = policyReport({ state: 'error', policies: [policy({ status: 'invalid' })] });
  expect(policySummary(unknown).text).toContain('At least one rule cannot be read');
});

it('calls nothing an error that only waits for a proof', () => {
  const account = {
    shortId: 'ws-1',
    method: 'chatgpt',
    methodCheck: 'notApplicable',
    workspaceCheck: 'unknown',
    result: 'unknown',
    withheld: null,
    reason: 'A verified workspace is required.',
    rule: null,
    evidence: 'pending',
    evidenceMessage: 'no network',
    workspaceId: 'ws-1',
    recordAccountId: 'ws-1',
  } as const;
  const report = policyReport({ state: 'error', accounts: [account] });
  expect(policySummary(report).title).toBe('Cannot be judged yet');
});

it('says of a previewed file where it would do nothing', () => {
  const source = '/etc/codex/managed_config.toml';
  const layer = {
    source,
    level: 'enforced',
    scope: 'machine',
    line: 1,
    column: 1,
    outcome: 'ignored',
    value: null,
    message: 'no meaning here',
  } as const;
  const policies = [policy({ status: 'notSet', value: null, layers: [layer] })];
  const report = policyReport({ state: 'error', previewOf: source, policies });
  expect(policyCondition(report)).toBe('misplaced');
  expect(policySummary(report).text).toContain('would do nothing there');
});
