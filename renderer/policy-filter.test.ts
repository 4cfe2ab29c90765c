import { describe, expect, it } from 'vitest';

import { changedPolicies, filterPolicies, onlySet } from './policy-filter.ts';
import { policy, policyReport } from '../shared/testing/policy-report.ts';

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
    filterPolicies([method, workspace, unset], { ...onlySet, ...filter }).map(({ key }) => key);

  it('leaves out what nobody has set, unless that is asked for', () => {
    expect(shown({})).toEqual([method.key, workspace.key]);
    expect(shown({ withUnset: true })).toContain(unset.key);
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
    expect(filterPolicies([ignored], onlySet)).toEqual([ignored]);
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
