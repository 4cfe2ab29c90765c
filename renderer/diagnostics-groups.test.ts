import { describe, expect, it } from 'vitest';

import { groupChecks } from './diagnostics-groups.ts';
import { doctorCheck } from './testing/doctor-report.ts';

const wellIds = [
  'sign-in-port-1455',
  'sign-in-port-1457',
  'token-endpoint',
  'issuer',
  'environment-proxy',
  'direct-route',
  'ca-file-SSL_CERT_FILE',
  'clock',
  'login-rules',
  'codex-home',
  'store',
  'tokens',
  'refresh-journal',
  'lock-account',
  'codex-processes',
] as const;

const titles = (...checks: ReturnType<typeof doctorCheck>[]) =>
  groupChecks(checks).map(({ title }) => title);

describe('the groups of checks', () => {
  it('follow the report where all is well', () => {
    const groups = groupChecks(wellIds.map((id) => doctorCheck(id)));
    expect(groups.map(({ title, checks }) => [title, checks.length])).toEqual([
      ['Sign-in ports', 2],
      ['Network', 5],
      ['Clock', 1],
      ['Login rules', 1],
      ['Store and locks', 5],
      ['Other programs', 1],
    ]);
    expect(groups.flatMap(({ checks }) => checks.map(({ id }) => id))).toEqual(wellIds);
  });

  it('have the worst trouble first, and what was not checked last', () => {
    expect(
      titles(
        doctorCheck('sign-in-port-1455'),
        doctorCheck('token-endpoint', 'warn'),
        doctorCheck('clock', 'skipped'),
        doctorCheck('store', 'fail'),
        doctorCheck('codex-processes'),
      ),
    ).toEqual(['Store and locks', 'Network', 'Sign-in ports', 'Other programs', 'Clock']);
  });

  it('are as bad as their worst check, which comes first', () => {
    const [store] = groupChecks([
      doctorCheck('store'),
      doctorCheck('lock-account', 'warn'),
      doctorCheck('lock-refresh', 'fail'),
      doctorCheck('lock-commit', 'warn'),
    ]);
    expect(store?.status).toBe('fail');
    expect(store?.checks.map(({ id }) => id)).toEqual([
      'lock-refresh',
      'lock-account',
      'lock-commit',
      'store',
    ]);
  });
});
