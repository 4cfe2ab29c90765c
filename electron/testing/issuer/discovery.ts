import { authorizePath } from './authorization-endpoint.ts';
import { knownScopes } from './client.ts';
import { jsonReply } from './http-exchange.ts';
import type { Reply } from './http-exchange.ts';
import { tokenExchangeGrantType } from './request-log.ts';

export const discoveryPath = '/.well-known/openid-configuration';
export const jwksPath = '/jwks';
export const tokenPath = '/oauth/token';
export const revokePath = '/oauth/revoke';

/** OpenID Connect Discovery section 3. */
export function discoveryReply(origin: string): Reply {
  return jsonReply(200, {
    issuer: origin,
    authorization_endpoint: `${origin}${authorizePath}`,
    token_endpoint: `${origin}${tokenPath}`,
    revocation_endpoint: `${origin}${revokePath}`,
    jwks_uri: `${origin}${jwksPath}`,
    scopes_supported: knownScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token', tokenExchangeGrantType],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  });
}
