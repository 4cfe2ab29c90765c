import { describe, expect, it } from 'vitest';

import { configCases, type ConfigCase } from '../testing/config-cases.ts';
import { places, settingsOf, sourcesOf } from '../testing/policy-reports.ts';
import { checkConfig, configStop } from './config-check.ts';
import { settingsLayers } from './layers.ts';
import { settingsFrom } from './codex-config.ts';

describe('without the Codex CLI', () => {
  it.each(configCases)('$name: $without', ({ files, without, at, isLoaded }) => {
    const doubt = checkConfig(settingsOf(files));
    expect(doubt?.because ?? null).toBe(without);
    // Nothing is taken for loaded that is not.
    if (!isLoaded) expect(doubt).not.toBeNull();
    if (at === undefined || doubt?.because !== 'config') return;
    const [name, line] = at.split(':');
    expect(doubt.place).toMatchObject({
      source: places[name as keyof typeof places],
      line: Number(line),
    });
  });

  it('a file that cannot be read may hold anything', () => {
    const settings = settingsFrom(
      settingsLayers('linux', '/home/ada/.codex', {}),
      sourcesOf({ user: { kind: 'unreadable', message: 'EACCES' } }),
    );
    expect(checkConfig(settings)).toMatchObject({ because: 'unproven' });
  });

  it('a name that the check does not see is a doubt', () => {
    const doubt = checkConfig(settingsOf({ user: '[features]\n__proto__ = 5' }));
    expect(doubt).toMatchObject({ because: 'unproven' });
  });

  it('no value is ever quoted', () => {
    const secret = 'sk-0123456789abcdef';
    const files: readonly ConfigCase['files'][] = [
      { user: `approval_policy = "${secret}"` },
      { user: `model = ["${secret}"]` },
      { user: `profile = "${secret}"` },
      { user: `a = ${secret}` },
      { user: `[mcp_servers.x]\ncommand = 5\nargs = ["${secret}"]` },
      { requirements: `allowed_sandbox_modes = ["${secret}"]` },
    ];
    for (const one of files) {
      expect(JSON.stringify(checkConfig(settingsOf(one)))).not.toContain(secret);
    }
  });
});

describe('what stops Codex', () => {
  it('is an old profile, in every config and in no requirements', () => {
    for (const name of ['user', 'managed', 'system'] as const) {
      expect(configStop(settingsOf({ [name]: 'profile = "x"' }))).toMatchObject({
        place: { source: places[name], line: 1 },
      });
    }
    expect(configStop(settingsOf({ requirements: 'profile = "x"' }))).toBeNull();
    expect(configStop(settingsOf({ user: '[profiles.x]\nmodel = "a"' }))).toBeNull();
    expect(configStop(settingsOf({ user: '[a]\nprofile = "x"' }))).toBeNull();
  });

  it.each([
    [
      'is not hidden by a doubt',
      { user: 'zzz = 5', requirements: 'allowed_login_methods = 5' },
      true,
    ],
    ['is no doubt', { user: 'zzz = 5' }, false],
    [
      'is told otherwise of a file that cannot be read',
      { user: 'model = 5', managed: 'a = [' },
      false,
    ],
    [
      'is nothing that a stronger file replaces',
      { user: 'model = 5', managed: 'model = "a"' },
      false,
    ],
  ] as const)('%s', (_, files, isStop) => {
    expect(configStop(settingsOf(files)) !== null).toBe(isStop);
  });
});
