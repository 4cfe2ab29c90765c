import { isLoopbackHost } from '../network/loopback-host.ts';

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
 * The seed took `CODEX_REFRESH_TOKEN_URL_OVERRIDE` as it stood, whatever its
 * origin (codex-rs/core/src/auth.rs `refresh_token_endpoint`).
 */
export function endpointsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): EndpointsResult {
  const warnings: string[] = [];
  const override = (variable: string): string | null => {
    const value = env[variable]?.trim() ?? '';
    if (value === '') return null;
    if (isTrustworthyUrl(value)) return value;
    warnings.push(`${variable} is ignored: it must be an https or a loopback URL.`);
    return null;
  };
  const originator = (): string => {
    const variable = 'CODEX_INTERNAL_ORIGINATOR_OVERRIDE';
    const value = env[variable]?.trim() ?? '';
    if (value === '') return defaultOriginator;
    if (isHeaderValue(value)) return value;
    warnings.push(`${variable} is ignored: it must be of printable ASCII characters.`);
    return defaultOriginator;
  };
  const issuer = env['GATEHOUSE_ISSUER']?.trim() ?? '';
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
      clientId: env['CODEX_APP_SERVER_LOGIN_CLIENT_ID']?.trim() || defaultClientId,
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

interface Provenance {
  readonly issuer: string;
  readonly clientId: string;
}

/** Address and client id that a token of this record may be sent to. */
export interface TokenDestination {
  readonly url: string;
  readonly clientId: string;
}

/**
 * Where to refresh. The record's own `oauth_provenance` counts only where it
 * names the provider or the issuer configured here: Codex CLI 0.169.0 obeys any
 * issuer it finds there, so that a planted auth.json draws the refresh token away.
 */
export function refreshDestination(
  endpoints: Endpoints,
  provenance: Provenance | null,
): TokenDestination {
  const origin = allowedProvenance(endpoints, provenance);
  return {
    url: endpoints.refreshUrlOverride ?? `${origin.issuer}/oauth/token`,
    clientId: origin.clientId,
  };
}

/**
 * Where to revoke: the revocation override, else the refresh override with its
 * path set to `/oauth/revoke` and its query dropped, else the issuer.
 * Source: codex-rs/login/src/auth/revoke.rs.
 */
export function revokeDestination(
  endpoints: Endpoints,
  provenance: Provenance | null,
): TokenDestination {
  const origin = allowedProvenance(endpoints, provenance);
  const url = endpoints.revokeUrlOverride ?? revokeUrlBesideRefresh(endpoints);
  return { url: url ?? `${origin.issuer}/oauth/revoke`, clientId: origin.clientId };
}

function revokeUrlBesideRefresh(endpoints: Endpoints): string | null {
  if (endpoints.refreshUrlOverride === null) return null;
  const url = new URL(endpoints.refreshUrlOverride);
  url.pathname = '/oauth/revoke';
  url.search = '';
  url.hash = '';
  return url.href;
}

function allowedProvenance(endpoints: Endpoints, provenance: Provenance | null): Provenance {
  const issuer = provenance?.issuer.replace(/\/+$/, '');
  if (provenance && (issuer === endpoints.issuer || issuer === defaultIssuer)) {
    return { issuer, clientId: provenance.clientId };
  }
  return { issuer: endpoints.issuer, clientId: endpoints.clientId };
}
