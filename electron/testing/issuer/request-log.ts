import type { IssuerRequest, Params } from './http-exchange.ts';
import { textParam } from './http-exchange.ts';

export type EndpointName =
  | 'discovery'
  | 'jwks'
  | 'authorize'
  | 'token'
  | 'revoke'
  | 'deviceUserCode'
  | 'deviceToken'
  | 'devicePage'
  | 'stylesheet';

export type GrantName = 'authorization_code' | 'refresh_token' | 'token_exchange';

/** One request as it arrived. Holds secrets: compare its members, never print it. */
export interface LoggedRequest {
  /** Milliseconds since the epoch, by the issuer's clock. */
  readonly receivedAt: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly endpoint: EndpointName | undefined;
  /** Only at the token endpoint. */
  readonly grant: GrantName | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly mediaType: string;
  readonly params: Params;
  readonly body: string;
}

export const tokenExchangeGrantType = 'urn:ietf:params:oauth:grant-type:token-exchange';

const grantNames: Readonly<Record<string, GrantName>> = {
  authorization_code: 'authorization_code',
  refresh_token: 'refresh_token',
  [tokenExchangeGrantType]: 'token_exchange',
};

export function grantOf(
  endpoint: EndpointName | undefined,
  request: IssuerRequest,
): GrantName | undefined {
  if (endpoint !== 'token') return undefined;
  return grantNames[textParam(request.params, 'grant_type') ?? ''];
}

export function logEntry(
  request: IssuerRequest,
  endpoint: EndpointName | undefined,
  receivedAt: number,
): LoggedRequest {
  return {
    receivedAt,
    method: request.method,
    path: request.url.pathname,
    query: Object.fromEntries(request.url.searchParams),
    endpoint,
    grant: grantOf(endpoint, request),
    headers: request.headers,
    mediaType: request.mediaType,
    params: request.params,
    body: request.body,
  };
}
