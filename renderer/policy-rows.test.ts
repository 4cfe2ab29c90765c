import { describe, expect, it } from 'vitest';

import type { PolicyLayer } from '../shared/policy.ts';
import { policy, policyReport } from '../shared/testing/policy-report.ts';
import {
  changedPolicies,
  filterPolicies,
  nextSort,
  sortPolicies,
  rowOf,
  type PolicySort,
} from './policy-rows.ts';
import { onlySet } from './policy-filter.ts';

const method = policy();
const workspace = policy({
  key: 'forced_chatgpt_workspace_id',
  value: ['ws-1', 'ws-2'],
  status: 'violated',
  effect: 'Any other workspace is removed.',
});
const unset = policy({ key: 'chatgpt_base_url', value: null, source: null, status: 'notSet' });

describe('the filter', () => {
  const shown = (filter: Partial<typeof onlySet>) =>
    filterPolicies([method, workspace, unset], { ...onlySet, ...filter }, true).map(
      ({ key }) => key,
    );

  it('leaves out what nobody has set, unless that is asked for', () => {
    expect(shown({})).toEqual([method.key, workspace.key]);
    expect(shown({ withUnset: true })).toContain(unset.key);
  });

  it('goes by the status as it is shown, which is another where nobody is signed in', () => {
    const found = (text: string, isJudged: boolean) =>
      filterPolicies([method], { ...onlySet, text }, isJudged).length;
    expect([found('satisfied', true), found('applies', true)]).toEqual([1, 0]);
    expect([found('satisfied', false), found('applies', false)]).toEqual([0, 1]);
  });

  it('keeps a policy that is set where it means nothing: it was meant to', () => {
    const ignored = policy({
      status: 'notSet',
      layers: [
        {
          source: '/home/ada/.codex/config.toml',
          level: 'user',
          scope: 'user',
          line: 1,
          column: 1,
          outcome: 'ignored',
          value: 'api',
          message: 'It has no meaning in a config.',
        },
      ],
    });
    expect(filterPolicies([ignored], onlySet, true)).toEqual([ignored]);
  });

  it.each([
    ['FORCED', [method.key, workspace.key]],
    ['ws-2', [workspace.key]],
    ['violated', [workspace.key]],
    ['managed_config method', [method.key]],
    ['ws-2 method', []],
    ['base_url', []],
  ])('finds %s in all that a row shows', (text, keys) => {
    expect(shown({ text })).toEqual(keys);
  });
});

it('tells what a preview would change: a value, its source or its state', () => {
  const present = policyReport({ policies: [method, workspace, unset] });
  const other = policyReport({
    policies: [
      { ...method, effect: 'Other words.' },
      { ...workspace, status: 'satisfied' },
      { ...unset, value: 'https://example.com' },
      policy({ key: 'gatehouse.new' }),
    ],
  });
  expect([...changedPolicies(present, other)]).toEqual([
    'forced_chatgpt_workspace_id',
    'chatgpt_base_url',
    'gatehouse.new',
  ]);
  expect(changedPolicies(present, present).size).toBe(0);
});

it('tells a key that is no policy apart from the same one in another file', () => {
  const stray = (source: string) =>
    policy({ key: 'gatehouse.foo', value: null, source, status: 'unknownKey' });
  const present = policyReport({ policies: [stray('/etc/codex/requirements.toml')] });
  const other = policyReport({
    policies: [stray('/etc/codex/requirements.toml'), stray('/etc/codex/managed_config.toml')],
  });
  expect([...changedPolicies(present, other)]).toEqual([
    'gatehouse.foo /etc/codex/managed_config.toml',
  ]);
});

const policies = [
  policy({ key: 'b', status: 'satisfied', value: 'x10', level: 'user', scope: 'user' }),
  policy({ key: 'c', status: 'invalid', value: null, level: 'enforced' }),
  policy({ key: 'a', status: 'satisfied', value: ['x9'], level: 'default' }),
  policy({ key: 'd', status: 'notSet', value: null, source: null, level: null, scope: null }),
  policy({ key: 'e', status: 'violated', value: true }),
];

describe('the order of the policies', () => {
  const order = (column: PolicySort['column'], direction: PolicySort['direction']) =>
    sortPolicies(policies, { column, direction })
      .map(({ key }) => key)
      .join('');

  it('is that of the report where nobody asks for another', () => {
    expect(sortPolicies(policies, null)).toEqual(policies);
  });

  it.each([
    ['policy', 'ascending', 'abcde'],
    ['policy', 'descending', 'edcba'],
    // Numbers within a text count as numbers.
    ['value', 'ascending', 'eabcd'],
    ['value', 'descending', 'baecd'],
    // Rows that are equal stay as they come, in both directions.
    ['source', 'ascending', 'bcaed'],
    ['source', 'descending', 'bcaed'],
    ['level', 'descending', 'cebad'],
    ['level', 'ascending', 'abced'],
    ['scope', 'descending', 'caebd'],
    ['status', 'descending', 'cebad'],
    ['status', 'ascending', 'dbaec'],
  ] as const)('by %s, %s: %s, what is empty last', (column, direction, expected) => {
    expect(order(column, direction)).toBe(expected);
  });

  it('leaves the report as it is', () => {
    const before = policies.map(({ key }) => key);
    sortPolicies(policies, { column: 'policy', direction: 'descending' });
    expect(policies.map(({ key }) => key)).toEqual(before);
  });
});

describe('clicks on a heading', () => {
  const clicks = (column: PolicySort['column']) => {
    const [first, second, third] = [0, 1, 2].reduce<(PolicySort | null)[]>(
      (seen) => [...seen, nextSort(seen.at(-1) ?? null, column)],
      [],
    );
    return [first?.direction, second?.direction, third];
  };

  it('sort up, down, and not at all', () => {
    expect(clicks('policy')).toEqual(['ascending', 'descending', null]);
  });

  it('show the worst and the strongest first', () => {
    expect(clicks('status')).toEqual(['descending', 'ascending', null]);
    expect(clicks('level')).toEqual(['descending', 'ascending', null]);
  });

  it('begin anew with another column', () => {
    const sort = nextSort({ column: 'status', direction: 'ascending' }, 'policy');
    expect(sort).toEqual({ column: 'policy', direction: 'ascending' });
  });
});

describe('the row that a warning is about', () => {
  const source = '/etc/codex/managed_config.toml';
  const ignored: PolicyLayer = {
    source,
    level: 'enforced',
    scope: 'machine',
    line: 1,
    column: 1,
    outcome: 'ignored',
    value: null,
    message: 'no',
  };
  const misplaced = policy({ key: 'allowed_login_methods', layers: [ignored] });
  const unknown = policy({ key: 'gatehouse.x', status: 'unknownKey', source, layers: [ignored] });
  const report = policyReport({ policies: [misplaced, unknown] });

  it.each([
    ['allowed_login_methods', 'policy', 'allowed_login_methods'],
    ['gatehouse.x', 'policy', `gatehouse.x ${source}`],
    ['forced_login_methods', 'source', source],
    [null, 'source', source],
  ])('is for %s that of the %s', (key, kind, id) => {
    expect(rowOf({ key, source }, report)).toEqual({ kind, id });
  });

  it('is that of the source where the policy is of another one', () => {
    const other = '/home/ada/.codex/config.toml';
    expect(rowOf({ key: 'gatehouse.x', source: other }, report)).toEqual({
      kind: 'source',
      id: other,
    });
  });
});
