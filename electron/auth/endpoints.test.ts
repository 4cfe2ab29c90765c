import { describe, expect, it } from 'vitest';

import { jwt } from '../testing/credentials.ts';
import {
  endpointsFromEnvironment,
  isTrustworthyUrl,
  refreshDestination,
  revokeDestination,
  tokenOverridesOf,
  type Endpoints,
  type IssuedBy,
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
        authApiOverride: null,
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
      authApiOverride: null,
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

const provider = 'https://auth.openai.com';
const lab = 'http://127.0.0.1:9000';
const elsewhere = 'https://evil.example';

interface Named {
  readonly provenance?: string;
  readonly idToken?: string;
  readonly accessToken?: string;
}

/** Tokens that name these issuers; opaque, or without a word of it, where there is none. */
function issuedBy({ provenance, idToken, accessToken }: Named): IssuedBy {
  return {
    provenance: provenance === undefined ? null : { issuer: provenance, clientId: 'app_named' },
    idToken: jwt(idToken === undefined ? {} : { iss: idToken }),
    accessToken: accessToken === undefined ? 'opaque' : jwt({ iss: accessToken }),
  };
}

/** The two addresses, and the client id, that tokens may be sent to. */
function destinations(env: Environment, tokens: IssuedBy | null) {
  const [refresh, revoke] = [
    refreshDestination(endpoints(env), tokens),
    revokeDestination(endpoints(env), tokens),
  ];
  if (refresh.kind === 'none' || revoke.kind === 'none') return null;
  expect(revoke.clientId).toBe(refresh.clientId);
  return { refresh: refresh.url, revoke: revoke.url, clientId: refresh.clientId };
}

const at = (issuer: string, client: string = clientId) => ({
  refresh: `${issuer}/oauth/token`,
  revoke: `${issuer}/oauth/revoke`,
  clientId: client,
});

describe('where tokens go that are yet to come', () => {
  it.each<[string, Environment, string]>([
    ['to the provider', {}, provider],
    ['to the issuer that is configured', custom, lab],
  ])('%s', (_, env, issuer) => {
    expect(destinations(env, null)).toEqual(at(issuer));
  });
});

describe('with an override', () => {
  it('refreshes go there as it stands, and revocations beside it without its query', () => {
    expect(destinations(refreshOverride, issuedBy({}))).toEqual({
      refresh: 'http://127.0.0.1:9001/t?a=1#f',
      revoke: 'http://127.0.0.1:9001/oauth/revoke',
      clientId,
    });
  });

  it('of their own, revocations go there as it stands', () => {
    expect(destinations({ ...refreshOverride, ...revokeOverride }, issuedBy({}))).toMatchObject({
      revoke: 'http://127.0.0.1:9002/r?a=1',
    });
  });

  it('tokens go there whoever issued them, as they do with Codex', () => {
    const env = { ...custom, ...refreshOverride };
    for (const issuer of [provider, lab, elsewhere]) {
      const tokens = issuedBy({ provenance: issuer, idToken: issuer });
      expect(destinations(env, tokens)).toMatchObject({ refresh: 'http://127.0.0.1:9001/t?a=1#f' });
    }
  });

  it.each<[string, Environment, readonly string[]]>([
    ['no override', custom, []],
    [
      'one for refreshes',
      { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'https://a.example:8443/path?secret=1' },
      ['Refreshes go to https://a.example:8443, because CODEX_REFRESH_TOKEN_URL_OVERRIDE is set.'],
    ],
    [
      'both',
      { ...refreshOverride, ...revokeOverride },
      [
        'Refreshes go to http://127.0.0.1:9001, because CODEX_REFRESH_TOKEN_URL_OVERRIDE is set.',
        'Revocations go to http://127.0.0.1:9002, because CODEX_REVOKE_TOKEN_URL_OVERRIDE is set.',
      ],
    ],
    ['one that is ignored', { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://evil.example' }, []],
    ['a blank one', { CODEX_REFRESH_TOKEN_URL_OVERRIDE: ' ' }, []],
  ])('people are told by name: %s', (_, env, messages) => {
    expect(tokenOverridesOf(endpoints(env)).map(({ message }) => message)).toEqual(messages);
  });
});

describe('the issuer that is configured here', () => {
  it.each<[string, Named]>([
    ['a record', { provenance: lab }],
    ['a record, with a slash', { provenance: `${lab}/` }],
    ['the ID token', { idToken: lab }],
    ['the access token', { accessToken: `${lab}/` }],
    ['all of them', { provenance: lab, idToken: lab, accessToken: lab }],
  ])('is shown tokens that are its own by %s', (_, named) => {
    expect(destinations(custom, issuedBy(named))).toEqual(
      at(lab, named.provenance === undefined ? clientId : 'app_named'),
    );
  });

  it.each<[string, Named]>([
    ['tokens that say nothing', {}],
    ['tokens of the provider', { idToken: provider, accessToken: provider }],
    ['tokens of the provider by the record alone', { provenance: provider }],
    ['tokens of the provider at another of its hosts', { idToken: 'https://auth0.openai.com/' }],
    ['tokens of the provider in a planted record', { provenance: lab, idToken: provider }],
    ['an access token of the provider in it', { provenance: lab, accessToken: provider }],
    ['an access token of the provider beside it', { idToken: lab, accessToken: provider }],
    ['tokens of somebody else, by a claim', { idToken: elsewhere }],
    ['tokens of another path', { provenance: `${lab}/evil` }],
    ['tokens of another port', { provenance: 'http://127.0.0.1:9999' }],
  ])('is never shown %s: they go to the provider', (_, named) => {
    expect(destinations(custom, issuedBy(named))).toMatchObject({
      refresh: `${provider}/oauth/token`,
      revoke: `${provider}/oauth/revoke`,
    });
  });

  it.each<[string, Named]>([
    ['tokens of somebody else in a planted record', { provenance: lab, idToken: elsewhere }],
    ['two tokens of two issuers', { idToken: lab, accessToken: elsewhere }],
    [
      'tokens that somebody else has certainly issued',
      { provenance: elsewhere, idToken: elsewhere },
    ],
  ])('is never shown %s: nobody is', (_, named) => {
    expect(destinations(custom, issuedBy(named))).toBeNull();
    expect(refreshDestination(endpoints(custom), issuedBy(named))).toEqual({
      kind: 'none',
      message: expect.stringMatching(/^Nothing was sent, .* GATEHOUSE_ISSUER .*\.$/) as unknown,
    });
  });
});

describe('the issuer that a record names', () => {
  const named = (issuer: string) => issuedBy({ provenance: issuer });

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
    expect(destinations(env, named(issuer))).toEqual(at(origin, 'app_named'));
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
    expect(destinations({}, named(issuer))).toEqual(at(provider));
  });
});
