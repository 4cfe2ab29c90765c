import { isLoopbackHost } from '../network/loopback-host.ts';
import type { TokenData } from './auth-record.ts';
import { readIssuer } from './id-token-claims.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/**
 * Where tokens come from and go to. Every address is https, or http on
 * loopback for tests and the demo: anything else would send a refresh token in
 * the clear or to whoever set an environment variable.
 */

export const defaultIssuer = 'https://auth.openai.com';

/** Public client id of Codex. Source: codex-rs/core/src/auth.rs. */
export const defaultClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

export const defaultOriginator = 'codex_cli_rs';

export interface Endpoints {
  /** Issuer of new sign-ins, without a trailing slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly originator: string;
  /** `CODEX_REFRESH_TOKEN_URL_OVERRIDE` where it is set and acceptable. */
  readonly refreshUrlOverride: string | null;
  /** `CODEX_REVOKE_TOKEN_URL_OVERRIDE` where it is set and acceptable. */
  readonly revokeUrlOverride: string | null;
}

export type EndpointsResult =
  | { readonly ok: true; readonly endpoints: Endpoints; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the endpoints from the environment. An unacceptable `GATEHOUSE_ISSUER`
 * is an error, since signing in somewhere else than asked would be worse; an
 * unacceptable override is left out with a warning.
 *
 * Codex CLI 0.171.0 takes both overrides as they stand and sends the refresh token over
 * plain http to whatever host they name.
 */
export function endpointsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): EndpointsResult {
  const warnings: string[] = [];
  const override = (variable: string): string | null => {
    const value = trimWhiteSpace(env[variable] ?? '');
    if (value === '') return null;
    if (isTrustworthyUrl(value)) return value;
    warnings.push(`${variable} is ignored: it must be an https or a loopback URL.`);
    return null;
  };
  const originator = (): string => {
    const variable = 'CODEX_INTERNAL_ORIGINATOR_OVERRIDE';
    const value = trimWhiteSpace(env[variable] ?? '');
    if (value === '') return defaultOriginator;
    if (isHeaderValue(value)) return value;
    warnings.push(`${variable} is ignored: it must be of printable ASCII characters.`);
    return defaultOriginator;
  };
  const issuer = trimWhiteSpace(env['GATEHOUSE_ISSUER'] ?? '');
  if (issuer !== '' && !isTrustworthyUrl(issuer)) {
    return {
      ok: false,
      message: 'GATEHOUSE_ISSUER must be an https URL, or an http URL of this machine (127.0.0.1).',
    };
  }
  return {
    ok: true,
    endpoints: {
      issuer: issuer === '' ? defaultIssuer : issuer.replace(/\/+$/, ''),
      clientId: trimWhiteSpace(env['CODEX_APP_SERVER_LOGIN_CLIENT_ID'] ?? '') || defaultClientId,
      originator: originator(),
      refreshUrlOverride: override('CODEX_REFRESH_TOKEN_URL_OVERRIDE'),
      revokeUrlOverride: override('CODEX_REVOKE_TOKEN_URL_OVERRIDE'),
    },
    warnings,
  };
}

/** RFC 9110 section 5.5, without what is obsolete. */
function isHeaderValue(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** Whether a URL is https, or http to this machine, and carries no user name or password. */
export function isTrustworthyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** What tokens say of who issued them. */
export type IssuedBy = Pick<TokenData, 'provenance' | 'idToken' | 'accessToken'>;

/** Address and client id that a token of this record may be sent to. */
export interface TokenDestination {
  readonly url: string;
  readonly clientId: string;
}

export type Destination =
  | ({ readonly kind: 'known' } & TokenDestination)
  /** Nothing may be sent; the message says why, and what to do. */
  | { readonly kind: 'none'; readonly message: string };

/**
 * Where to refresh: at the override as it stands, as Codex does, else at the issuer that the
 * tokens themselves name, see {@link issuerOfTokens}.
 *
 * Unlike Codex CLI 0.171.0, which sends a refresh token to an override in the clear and to
 * any issuer that a record names (`oauth_provenance`): so a planted auth.json, or a variable,
 * draws it away.
 *
 * @param tokens null where there are none yet, and a new sign-in would bring them.
 */
export function refreshDestination(endpoints: Endpoints, tokens: IssuedBy | null): Destination {
  return destination(endpoints, tokens, '/oauth/token', endpoints.refreshUrlOverride);
}

/**
 * Where to revoke: the revocation override, else the refresh override with its
 * path set to `/oauth/revoke` and its query dropped, else the issuer.
 * Source: codex-rs/login/src/auth/revoke.rs.
 */
export function revokeDestination(endpoints: Endpoints, tokens: IssuedBy | null): Destination {
  const override = endpoints.revokeUrlOverride ?? revokeUrlBesideRefresh(endpoints);
  return destination(endpoints, tokens, '/oauth/revoke', override);
}

function destination(
  endpoints: Endpoints,
  tokens: IssuedBy | null,
  path: '/oauth/token' | '/oauth/revoke',
  override: string | null,
): Destination {
  const issuer = tokens === null ? endpoints.issuer : issuerOfTokens(endpoints.issuer, tokens);
  if (override !== null) {
    return { kind: 'known', url: override, clientId: clientIdAt(endpoints, issuer, tokens) };
  }
  if (issuer === null) return { kind: 'none', message: notSent };
  const clientId = clientIdAt(endpoints, issuer, tokens);
  return { kind: 'known', url: `${issuer}${path}`, clientId };
}

const notSent =
  'Nothing was sent, because this sign-in is of another sign-in service than the one Gatehouse is set to. Set GATEHOUSE_ISSUER to the service that issued it, or sign in again.';

/**
 * Who may be shown tokens: the issuer configured here only where all that they say of their
 * issuer (`oauth_provenance`, `iss` of the ID token and of the access token) names it, and
 * something does; the provider where the tokens say that they are its own, and where nothing
 * but a record says otherwise, as Codex does. Null where they are certainly somebody else's.
 */
function issuerOfTokens(configured: string, tokens: IssuedBy): string | null {
  const claimed = [tokens.idToken, tokens.accessToken]
    .map(readIssuer)
    .filter((iss) => iss !== null);
  const noted = tokens.provenance === null ? [] : [tokens.provenance.issuer];
  const named = [...noted, ...claimed].map(withoutSlash);
  const isNamed = named.includes(configured);
  if (isNamed && named.every((issuer) => issuer === configured)) return configured;
  if (claimed.some(isOfProvider) || noted.some(isOfProvider)) return defaultIssuer;
  const agreed = claimed.length > 0 && named.every((issuer) => issuer === named[0]);
  return isNamed || (noted.length > 0 && agreed) ? null : defaultIssuer;
}

/** The provider has had more than one host for its tokens, all of them its own. */
function isOfProvider(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname, username, password } = new URL(issuer);
  if (protocol !== 'https:' || username !== '' || password !== '') return false;
  return hostname === 'openai.com' || hostname.endsWith('.openai.com');
}

function clientIdAt(endpoints: Endpoints, issuer: string | null, tokens: IssuedBy | null): string {
  const provenance = tokens?.provenance ?? null;
  const isItsOwn = provenance !== null && withoutSlash(provenance.issuer) === issuer;
  return isItsOwn ? provenance.clientId : endpoints.clientId;
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/+$/, '');
}

function revokeUrlBesideRefresh(endpoints: Endpoints): string | null {
  if (endpoints.refreshUrlOverride === null) return null;
  const url = new URL(endpoints.refreshUrlOverride);
  url.pathname = '/oauth/revoke';
  url.search = '';
  url.hash = '';
  return url.href;
}

/** A variable that sends tokens somewhere else than to their issuer, while it does. */
export interface TokenOverride {
  readonly variable: 'CODEX_REFRESH_TOKEN_URL_OVERRIDE' | 'CODEX_REVOKE_TOKEN_URL_OVERRIDE';
  readonly origin: string;
  /** For people: what goes where, and why. */
  readonly message: string;
}

/** The overrides that are in force. */
export function tokenOverridesOf(endpoints: Endpoints): readonly TokenOverride[] {
  const { refreshUrlOverride, revokeUrlOverride } = endpoints;
  const override = (
    what: string,
    variable: TokenOverride['variable'],
    url: string | null,
  ): readonly TokenOverride[] => {
    if (url === null) return [];
    const { origin } = new URL(url);
    return [{ variable, origin, message: `${what} go to ${origin}, because ${variable} is set.` }];
  };
  return [
    ...override('Refreshes', 'CODEX_REFRESH_TOKEN_URL_OVERRIDE', refreshUrlOverride),
    ...override('Revocations', 'CODEX_REVOKE_TOKEN_URL_OVERRIDE', revokeUrlOverride),
  ];
}
