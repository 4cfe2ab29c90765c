import { describe, expect, it } from 'vitest';

import { permissionNames } from '../../shared/permissions.ts';
import { refusalTexts } from '../../shared/texts/permissions.ts';
import { settingsLayers } from './layers.ts';
import { permissionRule, settingRule, trustedIssuerOf, type Ruled } from './gatehouse-rules.ts';
import { settingsFrom, type CodexConfig } from './codex-config.ts';

const managed = '/etc/codex/managed_config.toml';

/** The Codex config of a machine with this text in one of its files. */
function settings(toml: string, place = managed): CodexConfig {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  return settingsFrom(layers, new Map([[place, { kind: 'text', text: toml }]]));
}

describe.each(permissionNames)('%s', (key) => {
  const name = key.replace('gatehouse.', '');
  const rule = (given: CodexConfig) => permissionRule(key, given);

  it.each(['', `[gatehouse]\n${name} = true`])('allows where the file says %j', (toml) => {
    expect(rule(settings(toml))).toEqual({ kind: 'allowed' });
  });

  it.each([managed, '/etc/codex/requirements.toml'])('forbids where %s says so', (place) => {
    const answer = rule(settings(`[gatehouse]\n${name} = false`, place));
    expect(answer).toEqual({
      kind: 'forbidden',
      reason: refusalTexts[key]({ source: place }),
    });
  });

  it.each(['/home/ada/.codex/config.toml', '/etc/codex/config.toml'])(
    'is no rule in %s, which is not managed',
    (place) => {
      expect(rule(settings(`[gatehouse]\n${name} = false`, place))).toEqual({ kind: 'allowed' });
    },
  );

  it('is not taken for "allowed" where it cannot be understood', () => {
    expect(rule(settings(`[gatehouse]\n${name} = "no"`))).toMatchObject({ kind: 'unknown' });
    expect(rule(settings('['))).toMatchObject({ kind: 'unknown' });
  });
});

describe('gatehouse.start_at_login', () => {
  const startAtLoginRule = ({ gatehouse }: Ruled) =>
    settingRule(gatehouse['gatehouse.start_at_login'], 'Start Gatehouse at login');

  it('leaves it to the person where it is not set, or set in a place that is not managed', () => {
    expect(startAtLoginRule(settings(''))).toEqual({ kind: 'allowed' });
    const own = settings('[gatehouse]\nstart_at_login = true', '/home/ada/.codex/config.toml');
    expect(startAtLoginRule(own)).toEqual({ kind: 'allowed' });
  });

  it.each(['true', 'false'])('takes it from the person where it is %s', (value) => {
    expect(startAtLoginRule(settings(`[gatehouse]\nstart_at_login = ${value}`))).toEqual({
      kind: 'forbidden',
      reason: `"Start Gatehouse at login" is set in ${managed}.`,
    });
  });

  it('is not taken for "not set" where it cannot be understood', () => {
    expect(startAtLoginRule(settings('[gatehouse]\nstart_at_login = "yes"'))).toMatchObject({
      kind: 'unknown',
    });
  });
});

describe('gatehouse.organization', () => {
  const named = (toml: string, place = managed) =>
    settings(`[gatehouse]\norganization = ${toml}`, place).gatehouse['gatehouse.organization'];

  it('is a name, without the space around it', () => {
    expect(named('" Example Ltd "')).toEqual({
      kind: 'set',
      value: 'Example Ltd',
      source: managed,
    });
  });

  it.each(['""', '"  "'])('is not set by %s', (toml) => {
    expect(named(toml)).toEqual({ kind: 'unset' });
  });

  it.each(['7', '"two\\nlines"', `"${'x'.repeat(101)}"`])('is not known where it is %s', (toml) => {
    expect(named(toml)).toMatchObject({ kind: 'unknown', source: managed });
  });

  it('names nobody in a file of the user, and stops no sign-in where it is not known', () => {
    expect(named('"Ada"', '/home/ada/.codex/config.toml')).toEqual({ kind: 'unset' });
    expect(settings('[gatehouse]\norganization = 7').rules.kind).toBe('known');
  });
});

describe('the login rules that come of them', () => {
  const known = (toml: string) => {
    const { rules: found } = settings(toml);
    if (found.kind === 'unknown') return found.message;
    const { requireVerified, forbiddenStore } = found.rules;
    return { requireVerified, forbiddenStore };
  };
  const none = { requireVerified: null, forbiddenStore: null };
  const noFiles = '[gatehouse]\nallow_file_storage = false';

  it.each<[string, object]>([
    ['', none],
    ['[gatehouse]\nrequire_verified_workspace = false\nallow_file_storage = true', none],
    [
      '[gatehouse]\nrequire_verified_workspace = true',
      { requireVerified: { value: true, source: managed } },
    ],
    [noFiles, { forbiddenStore: { value: 'file', source: managed } }],
    [
      `cli_auth_credentials_store = "auto"\n${noFiles}`,
      { forbiddenStore: { value: 'auto', source: managed } },
    ],
    [`cli_auth_credentials_store = "keyring"\n${noFiles}`, none],
    [`cli_auth_credentials_store = "ephemeral"\n${noFiles}`, none],
  ])('%j', (toml, expected) => {
    expect(known(toml)).toMatchObject(expected);
  });

  it.each(['require_verified_workspace', 'allow_file_storage'])(
    'are not known where %s cannot be understood',
    (name) => {
      expect(known(`[gatehouse]\n${name} = 1`)).toBe(
        `${managed} cannot be used (gatehouse.${name} must be true or false).`,
      );
    },
  );
});

describe('gatehouse.trusted_issuer', () => {
  const read = (toml: string, place?: string) =>
    settings(`[gatehouse]\ntrusted_issuer = ${toml}`, place);
  const trusted = (toml: string, place?: string) => trustedIssuerOf(read(toml, place).gatehouse);

  it.each([
    ['"https://login.example.com"', 'https://login.example.com'],
    ['"https://login.example.com/"', 'https://login.example.com'],
    ['"http://127.0.0.1:1455"', 'http://127.0.0.1:1455'],
    ['" "', 'https://auth.openai.com'],
  ])('%s: the keys of %s count', (toml, issuer) => {
    expect(trusted(toml)).toBe(issuer);
  });

  it.each(['"http://login.example.com"', '"login"', '7', '"https://a:b@login.example.com"'])(
    '%s is not understood, and nobody may sign in',
    (toml) => {
      expect(read(toml).rules.kind).toBe('unknown');
      expect(trusted(toml)).toBe('https://auth.openai.com');
    },
  );
});
