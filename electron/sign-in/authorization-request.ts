import { createHash } from 'node:crypto';

import type { Endpoints } from '../auth/endpoints.ts';
import type { RandomBytes } from '../ports.ts';

export interface AuthorizationRequest {
  /** The page to open. It holds the state and the challenge, and no secret. */
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Secret until it is sent to the token endpoint. */
  readonly codeVerifier: string;
}

export interface AuthorizationTarget {
  readonly endpoints: Pick<Endpoints, 'issuer' | 'clientId' | 'originator'>;
  readonly port: number;
  /** Of a rule, or of the account that is to sign in again; empty for any. */
  readonly workspaces: readonly string[];
  /** The e-mail address of that account (OpenID Connect Core 3.1.2.1); left out for none. */
  readonly loginHint?: string | null;
}

/** Scopes of Codex CLI 0.169.0; the connector scopes came after codex-rs of January 2026. */
const scope = 'openid profile email offline_access api.connectors.read api.connectors.invoke';

/** With PKCE (RFC 7636); as codex-rs/login/src/server.rs, with the host of Codex CLI 0.169.0. */
export function createAuthorizationRequest(
  { endpoints, port, workspaces, loginHint = null }: AuthorizationTarget,
  randomBytes: RandomBytes,
): AuthorizationRequest {
  const codeVerifier = base64url(randomBytes(64));
  const state = base64url(randomBytes(32));
  const redirectUri = `http://127.0.0.1:${port}/auth/callback`;
  const parameters: readonly (readonly [string, string])[] = [
    ['response_type', 'code'],
    ['client_id', endpoints.clientId],
    ['redirect_uri', redirectUri],
    ['scope', scope],
    ['code_challenge', codeChallenge(codeVerifier)],
    ['code_challenge_method', 'S256'],
    ['id_token_add_organizations', 'true'],
    ['codex_cli_simplified_flow', 'true'],
    ['state', state],
    ['originator', endpoints.originator],
    ...(workspaces.length === 0 ? [] : ([['allowed_workspace_id', workspaces.join(',')]] as const)),
    ...(loginHint === null ? [] : ([['login_hint', loginHint]] as const)),
  ];
  // Not URLSearchParams: upstream writes a space as %20, not as a plus sign.
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return {
    url: `${endpoints.issuer}/oauth/authorize?${query}`,
    redirectUri,
    state,
    codeVerifier,
  };
}

/** The S256 challenge of a verifier (RFC 7636 section 4.2). */
export function codeChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
