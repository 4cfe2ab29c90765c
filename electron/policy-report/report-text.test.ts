import { describe, expect, it } from 'vitest';

import {
  policyReportSchema,
  policySchemaVersion,
  type Policy,
  type PolicyReport,
} from '../../shared/policy.ts';
import { cloudReport } from '../../shared/testing/policy-report.ts';
import { settingsLayers } from '../policy/layers.ts';
import { places, reportOn, type Files } from '../testing/policy-reports.ts';
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
    schemaVersion: policySchemaVersion,
    at: '2026-01-22T00:00:00.000Z',
    appVersion: '0.1.0',
    platform: 'linux',
    previewOf: null,
    start: null,
    managedBy: [],
    state: 'compliant',
    policies,
    sources: [],
    warnings: [],
    cloud: cloudReport(),
    accounts: [],
    savedAccounts: { saved: 0, forbidden: 0, accounts: [] },
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

const key = 'sk-proj-abcdefgh12345678';

const rowOf = (files: Files, name: string) =>
  reportOn(files).policies.find((policy) => policy.key === name);

describe('a report that fleet tools collect', () => {
  it('has the home folder as ~ in every place, and places that are equal stay equal', () => {
    const userHome = '/home/ada@example.com';
    const user = `${userHome}/.codex/config.toml`;
    const report = reportOn(
      { [user]: 'forced_login_method = "both"\nforced_login_methods = "api"' },
      { userHome, layers: settingsLayers('linux', `${userHome}/.codex`, {}) },
    );
    expect(policyReportSchema.parse(report)).toEqual(report);
    expect(JSON.stringify(report)).not.toContain('ada');
    const shown = '~/.codex/config.toml';
    expect(report.sources).toContainEqual(expect.objectContaining({ place: shown }));
    expect(report.warnings).toMatchObject([
      { kind: 'stopsCodex', source: shown, line: 1 },
      { kind: 'unknownKey', source: shown, line: 2 },
    ]);
    expect(report.policies[0]).toMatchObject({
      source: shown,
      effect: expect.stringContaining(`${shown} cannot be used`) as string,
      layers: [{ source: shown }],
    });
  });

  it.each(['?api_key=', '#', '/v1?a=b&x="', '?', '?q= '])(
    'shows an address without what follows its path: %s',
    (end) => {
      const [path = ''] = end.split(/[?#]/);
      const shown = `https://proxy.example${path}`;
      const secret = 'hunter2-hunter2';
      const files = {
        managed: `chatgpt_base_url = 'https://proxy.example${end}${secret}'`,
        user: `chatgpt_base_url = 'https://other.example/${end}${secret}'`,
      };
      expect(JSON.stringify(reportOn(files))).not.toContain(secret);
      expect(rowOf(files, 'chatgpt_base_url')).toMatchObject({
        value: shown,
        status: 'enforced',
        effect: `The Codex CLI sends its requests to ${shown}. Gatehouse sends none there. ${places.managed} decides against ${places.user}, which says otherwise.`,
        layers: [{ source: places.managed, value: shown }, { source: places.user }],
      });
    },
  );

  it('still tells two addresses apart that differ in what is not shown', () => {
    const files = {
      managed: 'chatgpt_base_url = "https://a.example/?team=1"',
      user: 'chatgpt_base_url = "https://a.example/?team=2"',
    };
    expect(rowOf(files, 'chatgpt_base_url')?.effect).toContain('which says otherwise');
  });

  it('has no key or e-mail address that was pasted where an id or a name belongs', () => {
    const report = reportOn({
      requirements: `allowed_chatgpt_workspaces = ["${key}", "ada@example.com"]`,
      managed: `forced_chatgpt_workspace_id = "${key}"\n[gatehouse]\norganization = "${key}"\n"${key}" = 1`,
      user: `"forced_login ${key}" = 1\nchatgpt_base_url = "https://a.example/${key}/v1"`,
    });
    const text = JSON.stringify(report);
    expect(text).not.toContain(key.slice(3));
    expect(text).not.toContain('@');
    expect(text).toContain('[redacted]');
    expect(text).toContain('[e-mail]');
    expect(policyReportSchema.parse(report)).toEqual(report);
  });
});
