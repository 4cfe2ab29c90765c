import { describe, expect, it } from 'vitest';

import type { PolicyLayer, PolicySource, PolicyWarning } from '../shared/policy.ts';
import { policy, policyReport } from '../shared/testing/policy-report.ts';
import { attentionOf } from './policy-attention.ts';

const source = '/etc/codex/requirements.toml';

const aLayer: PolicyLayer = {
  source,
  level: 'enforced',
  scope: 'machine',
  line: 2,
  column: 1,
  outcome: 'applied',
  value: 'api',
  message: null,
};

const warning: PolicyWarning = {
  kind: 'unknownKey',
  source,
  key: 'gatehouse.allow_fun',
  line: 3,
  column: 1,
  message: 'gatehouse.allow_fun is unknown to Gatehouse and does nothing.',
};

const invalid = policy({
  key: 'gatehouse.allow_export',
  status: 'invalid',
  value: null,
  source,
  layers: [
    { ...aLayer, outcome: 'invalid', value: null, message: 'allow_export must be true or false' },
  ],
});

const aSource: PolicySource = {
  place: source,
  kind: 'requirements',
  level: 'enforced',
  scope: 'machine',
  status: 'read',
  message: null,
  line: null,
  column: null,
  owner: null,
  mode: null,
  readFrom: null,
};

const messages = (report: Parameters<typeof policyReport>[0]) =>
  attentionOf(policyReport(report)).map(({ kind, message }) => [kind, message]);

describe('what a person should look at', () => {
  it('is nothing where all rules are met', () => {
    const policies = [policy({ status: 'satisfied' }), policy({ status: 'notSet', value: null })];
    expect(messages({ policies })).toEqual([]);
  });

  it('is a value that is none, once, at its line', () => {
    const [item] = attentionOf(policyReport({ policies: [invalid] }));
    expect(item).toMatchObject({
      kind: 'invalid',
      tone: 'bad',
      message: 'allow_export must be true or false.',
      place: { source, line: 2 },
      row: { kind: 'policy', id: 'gatehouse.allow_export' },
    });
    const said = { ...warning, key: invalid.key, kind: 'unusableValue' } as const;
    expect(messages({ policies: [invalid], warnings: [said] })).toEqual([
      ['unusableValue', said.message],
    ]);
  });

  it('is a file that cannot be read, and not each policy that it takes along', () => {
    const unreadable = { ...aSource, status: 'unreadable', message: 'line 1: no TOML' } as const;
    expect(attentionOf(policyReport({ policies: [invalid], sources: [unreadable] }))).toMatchObject(
      [{ kind: 'unreadable', row: { kind: 'source', id: source } }],
    );
  });

  it('is a contradiction, once for all rules that have a part in it', () => {
    const effect = 'Nobody can sign in.';
    const policies = ['forced_login_method', 'allowed_login_methods'].map((key) =>
      policy({ key, status: 'conflict', effect }),
    );
    expect(messages({ policies })).toEqual([['conflict', effect]]);
  });

  it('is a rule that the sign-in does not meet', () => {
    const violated = policy({ key: 'forced_login_method', status: 'violated', layers: [aLayer] });
    expect(attentionOf(policyReport({ policies: [violated] }))).toMatchObject([
      { kind: 'violated', place: { source, line: 2 }, row: { id: 'forced_login_method' } },
    ]);
  });

  it('has what stops Codex first, and what does nothing last', () => {
    const stops = { ...warning, kind: 'stopsCodex', key: null, message: 'It is no TOML.' } as const;
    expect(messages({ policies: [invalid], warnings: [warning, stops] })).toEqual([
      ['stopsCodex', stops.message],
      ['invalid', 'allow_export must be true or false.'],
      ['unknownKey', warning.message],
    ]);
  });
});
