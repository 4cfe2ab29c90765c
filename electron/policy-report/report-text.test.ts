import { expect, it } from 'vitest';

import type { Policy, PolicyReport } from '../../shared/policy.ts';
import { reportCsv, reportJson } from './report-text.ts';

const policy: Policy = {
  key: 'forced_chatgpt_workspace_id',
  value: ['ws-1', 'ws-2'],
  source: '/etc/codex/managed_config.toml',
  level: 'enforced',
  scope: 'machine',
  status: 'satisfied',
  effect: 'Any workspace but ws-1, ws-2 is "removed".',
  layers: [],
};

function report(...policies: Policy[]): PolicyReport {
  return {
    schemaVersion: 4,
    at: '2026-01-22T00:00:00.000Z',
    appVersion: '0.1.0',
    platform: 'linux',
    previewOf: null,
    managedBy: [],
    state: 'compliant',
    policies,
    sources: [],
    warnings: [],
    accounts: [],
    removal: null,
  };
}

it('the JSON is the whole report', () => {
  expect(JSON.parse(reportJson(report(policy)))).toEqual(report(policy));
});

it('the CSV has the columns of the page, and quotes what would break it', () => {
  expect(reportCsv(report(policy))).toBe(
    'Policy,Effective value,Source,Level,Scope,Status,Effect\r\n' +
      'forced_chatgpt_workspace_id,ws-1 ws-2,/etc/codex/managed_config.toml,enforced,machine,' +
      'satisfied,"Any workspace but ws-1, ws-2 is ""removed""."\r\n',
  );
});

it.each<[Policy['value'], string]>([
  [null, ',,'],
  [[], ',[],'],
  [false, ',false,'],
  ['=1+1', ",'=1+1,"],
  ['@cmd', ",'@cmd,"],
  ['-2', ",'-2,"],
])('the value %j is written as %s', (value, cell) => {
  expect(reportCsv(report({ ...policy, value }))).toContain(`_workspace_id${cell}`);
});
