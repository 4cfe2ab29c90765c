import { environmentCredentialTexts as texts } from '../../shared/texts/environment-credentials.ts';
import { isLoopbackHost } from '../network/host-and-port.ts';
import type { TokenData } from './auth-record.ts';
import { readIssuer } from './id-token-claims.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

// All URLs are https, or http on loopback: a refresh token must not travel in the clear.

export const defaultIssuer = 'https://auth.openai.com';

/** Source: codex-rs/core/src/auth.rs. */
export const defaultClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

export const defaultOriginator = 'codex_cli_rs';

export interface Endpoints {
  /** Without a trailing slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly originator: string;
  readonly refreshUrlOverride: string | null;
  readonly revokeUrlOverride: string | null;
  /** Where it is asked whose a personal access token is. */
  readonly authApiOverride: string | null;
}

export type EndpointsResult =
  | { readonly ok: true; readonly endpoints: Endpoints; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Unlike Codex CLI 0.171.0, ignores an override with plain http, and refuses such an issuer. */
export function endpointsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): EndpointsResult {
  const warnings: string[] = [];
  const override = (variable: string): string | null => {
    const value = trimWhiteSpace(env[variable] ?? '');
    if (value === '') return null;
    if (isTrustworthyUrl(value)) return value;
    warnings.push(texts.ignored.notTrustworthy({ variable }));
    return null;
  };
  const originator = (): string => {
    const variable = 'CODEX_INTERNAL_ORIGINATOR_OVERRIDE';
    const value = trimWhiteSpace(env[variable] ?? '');
    if (value === '') return defaultOriginator;
    if (isHeaderValue(value)) return value;
    warnings.push(texts.ignored.notAscii({ variable }));
    return defaultOriginator;
  };
  const issuer = trimWhiteSpace(env['GATEHOUSE_ISSUER'] ?? '');
  if (issuer !== '' && !isTrustworthyUrl(issuer)) {
    return {
      ok: false,
      message: texts.issuerNotTrustworthy(),
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
      authApiOverride: override('CODEX_AUTHAPI_BASE_URL'),
    },
    warnings,
  };
}

/** RFC 9110 section 5.5, without what is obsolete. */
function isHeaderValue(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** https, or http to this machine, without user name and password. */
export function isTrustworthyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

export type IssuedBy = Pick<TokenData, 'provenance' | 'idToken' | 'accessToken'>;

export interface TokenDestination {
  readonly url: string;
  readonly clientId: string;
}

export type Destination =
  | ({ readonly kind: 'known' } & TokenDestination)
  | { readonly kind: 'none'; readonly message: string };

/** The override, else the issuer of the tokens; without tokens, that of new sign-ins. */
export function refreshDestination(endpoints: Endpoints, tokens: IssuedBy | null): Destination {
  return destination(endpoints, tokens, '/oauth/token', endpoints.refreshUrlOverride);
}

/** Source: codex-rs/login/src/auth/revoke.rs. */
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
  if (issuer === null) return { kind: 'none', message: notSent() };
  const clientId = clientIdAt(endpoints, issuer, tokens);
  return { kind: 'known', url: `${issuer}${path}`, clientId };
}

const notSent = () => texts.notSent();

// The configured issuer where all that tokens say of theirs names it; null where they certainly are
// another's; else the provider. Codex CLI 0.171.0 trusts any issuer in a record, so that a planted
// auth.json draws tokens away.
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

/** The provider has had more than one host. */
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

/** Of a personal access token. Seen with Codex CLI 0.171.0. */
export function whoamiUrl({ authApiOverride }: Endpoints): string {
  const base = authApiOverride ?? `${defaultIssuer}/api/accounts`;
  return `${withoutSlash(base)}/v1/user-auth-credential/whoami`;
}

export interface TokenOverride {
  readonly variable:
    | 'CODEX_REFRESH_TOKEN_URL_OVERRIDE'
    | 'CODEX_REVOKE_TOKEN_URL_OVERRIDE'
    | 'CODEX_AUTHAPI_BASE_URL';
  readonly origin: string;
  readonly message: string;
}

export function tokenOverridesOf(endpoints: Endpoints): readonly TokenOverride[] {
  const overrides = [
    [
      texts.sentElsewhere.refreshes,
      'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
      endpoints.refreshUrlOverride,
    ],
    [
      texts.sentElsewhere.revocations,
      'CODEX_REVOKE_TOKEN_URL_OVERRIDE',
      endpoints.revokeUrlOverride,
    ],
    [texts.sentElsewhere.tokenQuestions, 'CODEX_AUTHAPI_BASE_URL', endpoints.authApiOverride],
  ] as const;
  return overrides.flatMap(([say, variable, url]) => {
    if (url === null) return [];
    const { origin } = new URL(url);
    return [{ variable, origin, message: say({ origin, variable }) }];
  });
}
