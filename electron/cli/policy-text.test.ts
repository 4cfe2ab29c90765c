import { describe, expect, it } from 'vitest';

import { zonedTime } from '../base/local-time.ts';
import type { Credential } from '../auth/credential.ts';
import { policyNames } from '../policy/policy-keys.ts';
import { chatgptCredential, environmentKey } from '../testing/credentials.ts';
import { reportOn } from '../testing/policy-reports.ts';
import { policyText } from './policy-text.ts';

const lockedAway: Credential = {
  kind: 'unusable',
  problem: { code: 'keyring-unavailable', message: 'There is no keyring.' },
};

describe('the text of a report', () => {
  it('denies no default of an administrator, which makes nobody manage the machine', () => {
    const text = policyText(reportOn({ system: 'forced_login_method = "api"' }), false);
    expect(text).toMatch(/^Not managed: Your organisation doesn’t manage this device\./);
    expect(text).toMatch(/^forced_login_method +"api" +default +machine /m);
  });

  it('names the workspaces of a rule whose names are known', () => {
    const files = { managed: 'forced_chatgpt_workspace_id = ["ws-1", "ws-2"]' };
    const text = policyText(reportOn(files), false, { 'ws-1': 'Compilers' });
    expect(text).toContain('\n  Workspace Compilers (ws-1)\n');
    expect(text).not.toContain('Workspace ws-2');
  });

  it('says that a sign-in cannot be judged, and why', () => {
    const files = { managed: 'forced_login_method = "chatgpt"' };
    const text = policyText(reportOn(files, { credential: lockedAway }), false);
    expect(text).toContain(
      'Cannot be judged: Whether the sign-in here meets the rules is not known.',
    );
    expect(text).toContain('There is no keyring.');
    expect(text).toContain('The stored sign-in: not known.');
  });

  it('says that a workspace could not be verified yet, and why', () => {
    const files = { managed: '[gatehouse]\nrequire_verified_workspace = true' };
    const message = 'the keys could not be fetched (offline)';
    const evidence = { kind: 'pending', message } as const;
    const text = policyText(reportOn(files, { credential: chatgptCredential(), evidence }), false);
    expect(text).toMatch(/^Cannot be judged yet: /);
    expect(text).toContain(`Workspace read, and not verified yet: ${message}.`);
    expect(text).not.toMatch(/error|violated/i);
  });

  it('says of a key from the environment that it is to be unset, and of nothing that it goes', () => {
    const files = { managed: 'forced_login_method = "chatgpt"' };
    const text = policyText(reportOn(files, { environment: [environmentKey] }), false);
    expect(text).toContain('CODEX_API_KEY (api): not used, and to be unset.');
    expect(text).toContain(
      'any other stored sign-in is removed from this device. A key from the environment is not used.',
    );
    expect(text).not.toContain('kept');
  });

  it('says once that a file cannot be read, and counts what it leaves unknown', () => {
    const text = policyText(reportOn({ managed: 'forced_login_method = [' }), false);
    expect(text.match(/not valid TOML/g)).toHaveLength(1);
    expect(text).toMatch(/^Not known: \d+ policies; what would set them cannot be read\.$/m);
    expect(text).toMatch(/^Cannot be read\n {2}.*managed_config\.toml: /m);
  });

  it('shows a blank that beats a value, and the value', () => {
    const files = {
      managed: 'forced_chatgpt_workspace_id = ""',
      user: 'forced_chatgpt_workspace_id = "ws-user"',
    };
    const text = policyText(reportOn(files), false);
    expect(text).toMatch(
      /^forced_chatgpt_workspace_id +blank +enforced +machine +enforced +\S+managed_config\.toml:1$/m,
    );
    expect(text).toMatch(/^ {2}superseded in \S+config\.toml:1: "ws-user"$/m);
    expect(text).toContain(`\nNot set: ${policyNames.length - 1} policies;`);
  });

  it('shows a blank that loses, and a key that means nothing where it is', () => {
    const files = {
      managed: 'forced_chatgpt_workspace_id = "ws-1"',
      user: 'forced_chatgpt_workspace_id = ""\nallowed_login_methods = ["api"]',
    };
    const text = policyText(reportOn(files), false);
    expect(text).toMatch(/^ {2}superseded in \S+config\.toml:1: blank$/m);
    expect(text).toMatch(/^allowed_login_methods +- .* not set /m);
    expect(text).toMatch(/^ {2}ignored in \S+config\.toml:2: \["api"\] \(/m);
  });

  it.each([
    ['announced', 'The sign-in is removed at'],
    ['failed', 'The sign-in could not be removed at'],
  ] as const)('tells when and by whom a forbidden sign-in is removed (%s)', (state, said) => {
    const files = { managed: 'forced_login_method = "api"' };
    const source = '/etc/codex/managed_config.toml';
    const at = '2026-01-22T16:49:43.000Z';
    const removal = { state, at, rule: 'forced_login_method', source, line: 1 } as const;
    const situation = { credential: chatgptCredential() };
    const text = policyText(reportOn(files, { ...situation, removal }), false);
    expect(text).toContain(said);
    expect(text).toContain(` at ${zonedTime(at)}`);
    expect(text).toMatch(/ because of forced_login_method in .*toml, line 1\.$/m);
    expect(text).toContain('removed by the Gatehouse app while it runs, else by the next start');
    expect(policyText(reportOn(files, situation), false)).not.toContain(said);
  });

  it('tells that a sign-in was removed, when and why, once nobody is signed in', () => {
    const removal = {
      state: 'done',
      at: '2026-01-22T16:49:43.000Z',
      rule: 'forced_login_method',
      source: null,
      line: null,
    } as const;
    const files = { managed: 'forced_login_method = "api"' };
    expect(policyText(reportOn(files, { removal }), false)).toContain(
      `The sign-in was removed at ${zonedTime(removal.at)}, because of forced_login_method.`,
    );
  });

  it('lists what nobody set only where all is asked for, in words', () => {
    const files = { user: 'forced_login_method = "chatgpt"' };
    const brief = policyText(reportOn(files), false);
    expect(brief).toMatch(/^Not set: \d+ policies; --all lists them\.$/m);
    expect(brief).not.toContain('allowed_login_methods');
    const whole = policyText(reportOn(files), true);
    expect(whole).toMatch(/^allowed_login_methods .* not set /m);
    expect(whole).not.toContain('Not set:');
  });
});
