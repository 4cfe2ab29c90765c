import { describe, expect, it } from 'vitest';

import { healthyFacts } from '../testing/doctor-facts.ts';
import type { DoctorFacts, RulesFacts } from './doctor-facts.ts';
import { doctorReport } from './doctor-report.ts';

const context = { at: 0, appVersion: '0.1.0', platform: 'linux', userHome: '/home/ada' };

function checksOf(rules: RulesFacts, more: Partial<DoctorFacts> = {}) {
  const { checks } = doctorReport({ ...healthyFacts, ...more, rules }, context);
  return (id: string) => checks.find((check) => check.id === id);
}

describe('the check of the login rules', () => {
  it.each(['none', 'met'] as const)('passes where they are %s', (kind) => {
    expect(checksOf({ kind })('login-rules')).toMatchObject({ status: 'pass', action: null });
  });

  it.each([
    [true, 'Sign in as the rule demands, or change it in /etc/codex/config.toml.'],
    [false, 'Sign in as the rule demands, or ask your administrator.'],
  ])('fails where one is violated, and says where and who can help (%s)', (isOwn, action) => {
    const source = '/etc/codex/config.toml';
    const place = { rule: 'forced_login_method', source, line: 3, column: 1 };
    const message = 'API key login is required.';
    expect(checksOf({ kind: 'violated', message, place, isOwn })('login-rules')).toEqual({
      id: 'login-rules',
      title: 'Login rules',
      status: 'fail',
      detail: `${message} The rule forced_login_method is set in ${source}, line 3, column 1.`,
      action,
    });
  });

  it('only warns where something could not be found out yet', () => {
    const message = 'A verified workspace is required, which cannot be judged yet: offline';
    const check = checksOf({ kind: 'pending', message })('login-rules');
    expect(check).toMatchObject({ status: 'warn' });
    expect(check?.detail).toContain(`${message}.`);
    expect(check?.action).toContain('tries again by itself');
  });

  it('fails where they cannot be read, and leaves the store to it', () => {
    const message = '/etc/codex/requirements.toml cannot be used.';
    const problem = { code: 'store-unknown', message };
    const store = { ...healthyFacts.store, active: null, problem };
    const check = checksOf({ kind: 'unknown', message }, { store });
    expect(check('login-rules')).toMatchObject({ status: 'fail' });
    expect(check('login-rules')?.detail).toContain(message);
    expect(check('store')).toMatchObject({ status: 'skipped', action: null });
  });
});
