import { describe, expect, it } from 'vitest';

import {
  managementOf,
  type Policy,
  type PolicyAccount,
  type PolicyLayer,
  type PolicySource,
} from '../../shared/policy.ts';
import { policy, policyReport } from '../../shared/testing/policy-report.ts';
import {
  countsText,
  effectiveValue,
  layerValue,
  resultWord,
  rightsText,
  sourceWord,
  summaryTone,
  valueText,
  removalText,
} from './policy-phrases.ts';

const anAccount: PolicyAccount = {
  shortId: 'ws-1',
  method: 'chatgpt',
  methodCheck: 'notApplicable',
  workspaceCheck: 'unknown',
  result: 'allowed',
  withheld: null,
  reason: 'No rule forbids it.',
  rule: null,
  evidence: 'verified',
  evidenceMessage: null,
  workspaceId: 'ws-1',
  recordAccountId: 'ws-1',
};

const aLayer: PolicyLayer = {
  source: '/etc/codex/managed_config.toml',
  level: 'enforced',
  scope: 'machine',
  line: 1,
  column: 1,
  outcome: 'applied',
  value: 'api',
  message: null,
};

describe('a source that was read', () => {
  const place = aLayer.source;
  const read = { place, status: 'read' } as const;
  const about = { source: place, key: 'k', line: 1, column: 1, message: 'm' } as const;
  const invalid = policy({ layers: [{ ...aLayer, outcome: 'invalid' }] });

  it.each([
    ['a warning', policyReport({ warnings: [{ ...about, kind: 'unknownKey' }] })],
    ['a value that is none', policyReport({ policies: [invalid] })],
  ])('has mistakes where there is %s', (_, report) => {
    expect(sourceWord(read, report)).toEqual({ word: 'Read, with mistakes', tone: 'attention' });
    expect(sourceWord({ ...read, place: 'elsewhere' }, report).word).toBe('Read');
    expect(sourceWord({ ...read, status: 'absent' }, report).word).toBe('Not there');
  });

  it('has none where others can change it: that is no mistake in it', () => {
    const report = policyReport({ warnings: [{ ...about, kind: 'exposedSource' }] });
    expect(sourceWord(read, report)).toEqual({ word: 'Read', tone: 'good' });
  });
});

describe('a value', () => {
  it.each([
    ['api', 'api'],
    [true, 'true'],
    [['ws-1', 'ws-2'], 'ws-1, ws-2'],
    [[], '(empty list)'],
  ])('%j is shown as %s', (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  it('that is not set differs from one that cannot be known', () => {
    expect(effectiveValue(policy({ value: null, status: 'notSet' }))).toBe('Not set');
    expect(effectiveValue(policy({ value: null, status: 'invalid' }))).toBe('Not known');
    expect(effectiveValue(policy({ value: null, status: 'conflict' }))).toBe('Not set');
  });

  it('that is blank is told as such, and not as one that cannot be read', () => {
    const layer = { ...aLayer, value: null };
    expect(effectiveValue(policy({ value: null, status: 'enforced', layers: [layer] }))).toBe(
      'Blank',
    );
    expect(layerValue(layer)).toBe('Blank');
    expect(layerValue({ ...layer, outcome: 'superseded' })).toBe('Blank');
    expect(layerValue({ ...layer, outcome: 'superseded', message: 'no' })).toBe('Not readable');
    expect(layerValue({ ...layer, outcome: 'invalid', message: 'no' })).toBe('Not readable');
    expect(layerValue({ ...layer, outcome: 'ignored', message: 'no' })).toBe('Not shown');
  });
});

it('names the organisation that the rules name, and nobody where they name none', () => {
  const nameOf = (...policies: Policy[]) =>
    managementOf(policyReport({ managedBy: ['/etc/codex/requirements.toml'], policies }))
      ?.organization;
  const named = policy({ key: 'gatehouse.organization', value: 'Example Ltd' });
  expect(nameOf(policy(), named)).toBe('Example Ltd');
  expect(nameOf(policy())).toBeNull();
  expect(nameOf({ ...named, value: null })).toBeNull();
});

it.each([
  ['notManaged', 'plain'],
  ['compliant', 'good'],
  ['actionNeeded', 'attention'],
  ['error', 'bad'],
] as const)('the band for %s is meant as %s', (state, tone) => {
  const policies = [policy({ status: 'invalid' })];
  expect(summaryTone(policyReport({ state, policies }))).toBe(tone);
});

it('is calm about a workspace that nobody could verify yet', () => {
  const account = { ...anAccount, result: 'unknown', evidence: 'pending' } as const;
  expect(summaryTone(policyReport({ state: 'error', accounts: [account] }))).toBe('attention');
});

it('counts what is set, and trouble only where there is some', () => {
  const unset = policy({ status: 'notSet' });
  expect(countsText(policyReport({ policies: [unset] }))).toBe('0 set');
  const policies = [policy(), policy({ status: 'violated' }), policy({ status: 'invalid' }), unset];
  const warning = {
    kind: 'unknownKey',
    source: 'f',
    key: 'k',
    line: null,
    column: null,
    message: 'm',
  } as const;
  expect(countsText(policyReport({ policies, warnings: [warning] }))).toBe(
    '2 set, 1 violated, 1 invalid, 1 warning',
  );
});

it('counts what a file leaves unknown that cannot be read, and calls nothing of it set', () => {
  const place = '/etc/codex/managed_config.toml';
  const sources: PolicySource[] = [
    {
      ...{ place, kind: 'managedConfig', level: 'enforced', scope: 'machine' },
      ...{ status: 'unreadable', message: 'EACCES', line: null, column: null },
      ...{ owner: null, mode: null, readFrom: null },
    },
  ];
  const unknown = policy({ status: 'invalid', value: null, source: place });
  const wrong = { ...unknown, source: '/etc/codex/requirements.toml' };
  const count = (...policies: Policy[]) => countsText(policyReport({ policies, sources }));
  expect(count(unknown, unknown)).toBe('0 set, 2 not known');
  expect(count(unknown, wrong)).toBe('0 set, 1 invalid, 1 not known');
});

it('says what would happen to an account in a preview, and what will on this machine', () => {
  expect(resultWord({ result: 'toBeSignedOut', withheld: null }, false).word).toBe(
    'Will be signed out',
  );
  expect(resultWord({ result: 'toBeSignedOut', withheld: null }, true).word).toBe(
    'Would be signed out',
  );
  expect(resultWord({ result: 'toBeUnset', withheld: null }, false).word).toBe('To be unset');
  expect(resultWord({ result: 'toBeUnset', withheld: null }, true).word).toBe(
    'Would have to be unset',
  );
});

it('tells the rights of a file as far as they are known', () => {
  const source = {
    place: '/etc/codex/requirements.toml',
    kind: 'requirements',
    level: 'enforced',
    scope: 'machine',
    status: 'read',
    message: null,
    line: null,
    column: null,
    readFrom: null,
  } as const;
  expect(rightsText({ ...source, owner: 'root', mode: '0644' })).toBe('owner root, mode 0644');
  expect(rightsText({ ...source, owner: null, mode: null })).toBeNull();
});

it('tells when a sign-in was removed, and because of what', () => {
  const removal = {
    state: 'done',
    at: '2026-01-22T16:49:43.000Z',
    rule: 'forced_login_method',
    source: '/etc/codex/x.toml',
    line: 3,
  } as const;
  expect(removalText(removal, 'en-GB')).toMatch(
    /2026.*, because of forced_login_method in \/etc\/codex\/x\.toml, line 3$/,
  );
});
