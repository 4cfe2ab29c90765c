import { describe, expect, it } from 'vitest';

import { reportOn } from '../testing/policy-reports.ts';
import type { CodexStart } from '../policy/layers.ts';

const project = (folder: string, isTrusted: boolean) => ({
  place: `${folder}/.codex/config.toml`,
  isTrusted,
});
const sourcesOf = (start?: CodexStart) =>
  reportOn({}, start && { start }).sources.map(({ kind, place, status }) => [kind, place, status]);

describe('the sources of a report', () => {
  it('name what counts for single starts, where it would stand', () => {
    expect(sourcesOf()).toEqual([
      ['requirements', '/etc/codex/requirements.toml', 'absent'],
      ['managedConfig', '/etc/codex/managed_config.toml', 'absent'],
      ['commandLine', 'codex -c KEY=VALUE', 'notLookedAt'],
      ['projectConfig', '.codex/config.toml', 'notLookedAt'],
      ['profileConfig', '/home/ada/.codex/NAME.config.toml', 'notLookedAt'],
      ['userConfig', '/home/ada/.codex/config.toml', 'absent'],
      ['systemConfig', '/etc/codex/config.toml', 'absent'],
    ]);
  });

  it('have the files of a start that was asked about, and those that are not trusted', () => {
    const projects = [project('/work/repo/sub', true), project('/work/repo', false)];
    const start = { folder: '/work/repo/sub', profile: 'work', projects };
    expect(sourcesOf(start).slice(2, 6)).toEqual([
      ['commandLine', 'codex -c KEY=VALUE', 'notLookedAt'],
      ['projectConfig', '/work/repo/sub/.codex/config.toml', 'absent'],
      ['projectConfig', '/work/repo/.codex/config.toml', 'notTrusted'],
      ['profileConfig', '/home/ada/.codex/work.config.toml', 'absent'],
    ]);
  });

  it('say of a folder without a project that it has none', () => {
    expect(sourcesOf({ folder: '/work', profile: null, projects: [] })[3]).toEqual([
      'projectConfig',
      '.codex/config.toml',
      'absent',
    ]);
  });
});

it('a report for one start says so, and tells of no removal of every start', () => {
  const start = { folder: null, profile: 'work', projects: [] };
  const removal = {
    state: 'done',
    at: '2026-01-02T03:04:05.000Z',
    rule: null,
    source: null,
    line: null,
  } as const;
  expect(reportOn({}, { removal }).removal).toEqual(removal);
  expect(reportOn({}, { removal, start })).toMatchObject({
    start: { folder: null, profile: 'work' },
    removal: null,
  });
});
