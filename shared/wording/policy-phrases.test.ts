import { expect, it } from 'vitest';

import { policy, policyReport } from '../testing/policy-report.ts';
import {
  candidateFile,
  evidenceText,
  kindNote,
  policyCondition,
  policySummary,
  removalCause,
} from './policy-phrases.ts';

it.each([
  ['notManaged', 'Not managed'],
  ['compliant', 'Compliant'],
  ['actionNeeded', 'Action needed'],
  ['error', 'A rule cannot be read'],
] as const)('%s is called %s', (state, title) => {
  const policies = [policy({ status: 'invalid' })];
  expect(policySummary(policyReport({ state, policies })).title).toBe(title);
});

it('does not deny the rules of a person, or the defaults, where no administrator enforces one', () => {
  for (const level of ['user', 'default'] as const) {
    expect(policySummary(policyReport({ policies: [policy({ level })] }))).toEqual({
      title: 'Not managed',
      text: 'Your organisation doesn’t manage this device. You can change these settings.',
    });
  }
  const none = policy({ status: 'notSet', value: null, level: null, source: null });
  expect(policySummary(policyReport({ policies: [none] })).text).toBe(
    'Your organisation doesn’t manage this device.',
  );
});

it('says whether rules or the sign-in are the reason of an error', () => {
  const unjudged = policyReport({ state: 'error', policies: [policy({ status: 'enforced' })] });
  expect(policySummary(unjudged).title).toBe('Cannot be judged');
  const unknown = policyReport({ state: 'error', policies: [policy({ status: 'invalid' })] });
  expect(policySummary(unknown).title).toBe('A rule cannot be read');
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
  expect(policySummary(report).title).toBe('This file would do nothing');
});

it('tells because of which rule, as far as it and its place are known', () => {
  const cause = { rule: 'forced_login_method', source: '/etc/codex/x.toml', line: 3 };
  expect(removalCause(cause)).toBe('because of forced_login_method in /etc/codex/x.toml, line 3');
  expect(removalCause({ ...cause, line: null })).toMatch(/ in \/etc\/codex\/x\.toml$/);
  expect(removalCause({ rule: null, source: null, line: null })).toBe('because of a rule');
});

it.each([
  ['verified', null, 'Workspace verified by a key of the sign-in service.'],
  ['pending', 'no network', 'Workspace read, and not verified yet: no network.'],
  ['readOnly', null, 'Workspace read, but not verified.'],
  ['none', null, null],
] as const)('tells how far a workspace is proven: %s', (evidence, evidenceMessage, text) => {
  expect(evidenceText({ evidence, evidenceMessage })).toBe(text);
});

const candidate = {
  name: 'candidate.toml',
  kind: 'requirements',
  report: policyReport({ platform: 'linux' }),
} as const;

it.each(['asked', 'name'] as const)('says nothing of a kind that is known (%s)', (because) => {
  expect(kindNote({ ...candidate, because })).toBeNull();
});

it('says how a kind was found that nobody named', () => {
  expect(kindNote({ ...candidate, because: 'keys' })).toBe(
    'candidate.toml is taken as a requirements.toml, for its keys have a meaning there only.',
  );
  expect(kindNote({ ...candidate, kind: 'managedConfig', because: 'assumed' })).toBe(
    'Neither the name nor the keys of candidate.toml say which file it is: a managed_config.toml is assumed.',
  );
});

it('names no managed_config.toml on Windows, where Codex does not read it', () => {
  const onWindows = { ...candidate, report: policyReport({ platform: 'win32' }) };
  const assumed = { ...onWindows, kind: 'managedConfig', because: 'assumed' } as const;
  expect(kindNote(assumed)).toMatch(/: a config\.toml is assumed\.$/);
  expect(candidateFile('managedConfig', 'win32')).toBe('config.toml');
  expect(candidateFile('managedConfig', 'darwin')).toBe('managed_config.toml');
  expect(candidateFile('requirements', 'win32')).toBe('requirements.toml');
});
