import { describe, expect, it } from 'vitest';

import {
  endpointsFromEnvironment,
  isTrustworthyUrl,
  refreshDestination,
  revokeDestination,
  type Endpoints,
} from './endpoints.ts';

type Environment = Readonly<Record<string, string>>;

function endpoints(env: Environment = {}): Endpoints {
  const result = endpointsFromEnvironment(env);
  if (!result.ok) throw new TypeError(result.message);
  return result.endpoints;
}

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

describe('addresses that may be given a token', () => {
  it.each([
    'https://auth.openai.com',
    'https://lab.example:8443/path?query',
    'http://127.0.0.1:1455',
    'http://127.9.9.9',
    'http://localhost:3000/oauth/token',
    'http://[::1]:3000',
    'HTTP://LocalHost',
  ])('%s', (url) => {
    expect(isTrustworthyUrl(url)).toBe(true);
  });

  it.each([
    '',
    'auth.openai.com',
    '/oauth/token',
    'http://auth.openai.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://192.168.1.1',
    'http://0.0.0.0',
    'http://[::2]',
    'https://user@auth.openai.com',
    'https://:password@auth.openai.com',
    'http://127.0.0.1@evil.example',
    'file:///etc/passwd',
    'ftp://localhost',
    'javascript:alert(1)',
  ])('but not %j', (url) => {
    expect(isTrustworthyUrl(url)).toBe(false);
  });
});

describe('reading the environment', () => {
  it('is the provider unless told otherwise', () => {
    expect(endpointsFromEnvironment({})).toEqual({
      ok: true,
      endpoints: {
        issuer: 'https://auth.openai.com',
        clientId,
        originator: 'codex_cli_rs',
        refreshUrlOverride: null,
        revokeUrlOverride: null,
      },
      warnings: [],
    });
  });

  it('takes every value without the blanks around it, and blank ones as not set', () => {
    expect(
      endpoints({
        GATEHOUSE_ISSUER: ' http://127.0.0.1:9000/ ',
        CODEX_APP_SERVER_LOGIN_CLIENT_ID: ' app_lab ',
        CODEX_INTERNAL_ORIGINATOR_OVERRIDE: ' lab ',
        CODEX_REFRESH_TOKEN_URL_OVERRIDE: ' http://localhost:9000/token ',
        CODEX_REVOKE_TOKEN_URL_OVERRIDE: '  ',
      }),
    ).toEqual({
      issuer: 'http://127.0.0.1:9000',
      clientId: 'app_lab',
      originator: 'lab',
      refreshUrlOverride: 'http://localhost:9000/token',
      revokeUrlOverride: null,
    });
    expect(endpoints({ GATEHOUSE_ISSUER: ' ', CODEX_APP_SERVER_LOGIN_CLIENT_ID: ' ' })).toEqual(
      endpoints(),
    );
  });

  it.each(['CODEX_REFRESH_TOKEN_URL_OVERRIDE', 'CODEX_REVOKE_TOKEN_URL_OVERRIDE'])(
    'leaves out a %s that would send tokens in the clear, and says so without quoting it',
    (variable) => {
      expect(endpointsFromEnvironment({ [variable]: 'http://evil.example/token' })).toMatchObject({
        endpoints: { refreshUrlOverride: null, revokeUrlOverride: null },
        warnings: [`${variable} is ignored: it must be an https or a loopback URL.`],
      });
    },
  );

  it.each(['a\nb', 'a\u0000b', 'Tür', '✓'])(
    'leaves out an originator that no header can have, and says so without quoting it: %j',
    (value) => {
      const variable = 'CODEX_INTERNAL_ORIGINATOR_OVERRIDE';
      expect(endpointsFromEnvironment({ [variable]: value })).toMatchObject({
        endpoints: { originator: 'codex_cli_rs' },
        warnings: [`${variable} is ignored: it must be of printable ASCII characters.`],
      });
      expect(endpoints({ [variable]: 'Codex Desktop' }).originator).toBe('Codex Desktop');
    },
  );

  it('fails on an issuer that may not be used, rather than sign in somewhere else', () => {
    expect(endpointsFromEnvironment({ GATEHOUSE_ISSUER: 'http://evil.example' })).toEqual({
      ok: false,
      message: 'GATEHOUSE_ISSUER must be an https URL, or an http URL of this machine (127.0.0.1).',
    });
  });
});

const custom = { GATEHOUSE_ISSUER: 'http://127.0.0.1:9000' };
const refreshOverride = { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://127.0.0.1:9001/t?a=1#f' };
const revokeOverride = { CODEX_REVOKE_TOKEN_URL_OVERRIDE: 'http://127.0.0.1:9002/r?a=1' };

describe('where to refresh', () => {
  it.each<[string, Environment, string]>([
    ['at the provider', {}, 'https://auth.openai.com/oauth/token'],
    ['at the issuer that is configured', custom, 'http://127.0.0.1:9000/oauth/token'],
    ['at the override, as it stands', refreshOverride, 'http://127.0.0.1:9001/t?a=1#f'],
  ])('%s', (_, env, url) => {
    expect(refreshDestination(endpoints(env), null)).toEqual({ url, clientId });
  });
});

describe('where to revoke', () => {
  it.each<[string, Environment, string]>([
    ['at the provider', {}, 'https://auth.openai.com/oauth/revoke'],
    ['at the issuer that is configured', custom, 'http://127.0.0.1:9000/oauth/revoke'],
    [
      'beside the refresh override, without its query',
      refreshOverride,
      'http://127.0.0.1:9001/oauth/revoke',
    ],
    [
      'at the override, as it stands',
      { ...refreshOverride, ...revokeOverride },
      'http://127.0.0.1:9002/r?a=1',
    ],
  ])('%s', (_, env, url) => {
    expect(revokeDestination(endpoints(env), null)).toEqual({ url, clientId });
  });
});

describe('the issuer that a record names', () => {
  const named = (issuer: string) => ({ issuer, clientId: 'app_named' });

  it.each([
    ['the provider', {}, 'https://auth.openai.com', 'https://auth.openai.com'],
    ['the provider, with a slash', {}, 'https://auth.openai.com/', 'https://auth.openai.com'],
    ['the one configured here', custom, 'http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    [
      'the provider, and another is configured',
      custom,
      'https://auth.openai.com',
      'https://auth.openai.com',
    ],
  ])('is obeyed, with its client id, where it is %s', (_, env, issuer, origin) => {
    expect(refreshDestination(endpoints(env), named(issuer))).toEqual({
      url: `${origin}/oauth/token`,
      clientId: 'app_named',
    });
    expect(revokeDestination(endpoints(env), named(issuer))).toEqual({
      url: `${origin}/oauth/revoke`,
      clientId: 'app_named',
    });
  });

  it.each([
    'https://evil.example',
    'http://127.0.0.1:6666',
    'https://auth.openai.com.evil.example',
    'https://auth.openai.com@evil.example',
    'https://auth.openai.com/evil',
    'http://auth.openai.com',
    '',
  ])('draws no token away where it is %j', (issuer) => {
    expect(refreshDestination(endpoints(), named(issuer))).toEqual({
      url: 'https://auth.openai.com/oauth/token',
      clientId,
    });
    expect(revokeDestination(endpoints(), named(issuer))).toEqual({
      url: 'https://auth.openai.com/oauth/revoke',
      clientId,
    });
  });
});
