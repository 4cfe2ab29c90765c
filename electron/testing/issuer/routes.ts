import {
  authorizePath,
  choosePath,
  createAuthorizationEndpoint,
} from './authorization-endpoint.ts';
import {
  answerDeviceTokenRequest,
  answerUserCodeRequest,
  deviceTokenPath,
  deviceUserCodePath,
} from './device-endpoint.ts';
import {
  acceptDeviceDecision,
  acceptUserCode,
  deviceDecisionPath,
  devicePagePath,
  showDevicePage,
} from './device-page.ts';
import { discoveryPath, discoveryReply, jwksPath, revokePath, tokenPath } from './discovery.ts';
import { jsonReply } from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import type { IssuerState } from './issuer-state.ts';
import { pageReply, stylesheet, stylesheetPath } from './pages.ts';
import type { EndpointName } from './request-log.ts';
import { answerRevocation } from './revocation-endpoint.ts';
import { answerTokenRequest } from './token-endpoint.ts';

export interface Route {
  /** Undefined when no endpoint answers there. */
  readonly endpoint: EndpointName | undefined;
  readonly handle: (request: IssuerRequest) => Reply | Promise<Reply>;
}

export type FindRoute = (request: IssuerRequest) => Route;

const notFound: Route = {
  endpoint: undefined,
  handle: () =>
    pageReply({ status: 404, title: 'Not found', text: 'There is nothing at this address.' }),
};

const css: Reply = {
  status: 200,
  headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-store' },
  body: stylesheet,
};

/** Everything that the issuer answers, by method and path. */
export function createRoutes(state: IssuerState): FindRoute {
  const authorization = createAuthorizationEndpoint(state);
  const table: Readonly<Record<string, Route>> = {
    [`GET ${discoveryPath}`]: {
      endpoint: 'discovery',
      handle: () => discoveryReply(state.origin),
    },
    [`GET ${jwksPath}`]: { endpoint: 'jwks', handle: () => jsonReply(200, state.mint.jwks) },
    [`GET ${authorizePath}`]: { endpoint: 'authorize', handle: authorization.show },
    [`POST ${choosePath}`]: { endpoint: 'authorize', handle: authorization.choose },
    [`POST ${tokenPath}`]: {
      endpoint: 'token',
      handle: (request) => answerTokenRequest(state, request),
    },
    [`POST ${revokePath}`]: {
      endpoint: 'revoke',
      handle: (request) => answerRevocation(state, request),
    },
    [`POST ${deviceUserCodePath}`]: {
      endpoint: 'deviceUserCode',
      handle: (request) => answerUserCodeRequest(state, request),
    },
    [`POST ${deviceTokenPath}`]: {
      endpoint: 'deviceToken',
      handle: (request) => answerDeviceTokenRequest(state, request),
    },
    [`GET ${devicePagePath}`]: {
      endpoint: 'devicePage',
      handle: (request) => showDevicePage(state, request),
    },
    [`POST ${devicePagePath}`]: {
      endpoint: 'devicePage',
      handle: (request) => acceptUserCode(state, request),
    },
    [`POST ${deviceDecisionPath}`]: {
      endpoint: 'devicePage',
      handle: (request) => acceptDeviceDecision(state, request),
    },
    [`GET ${stylesheetPath}`]: { endpoint: 'stylesheet', handle: () => css },
  };
  return (request) => table[`${request.method} ${request.url.pathname}`] ?? notFound;
}
