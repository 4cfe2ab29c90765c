import type { HttpErrorCode } from '../ports.ts';

/** What an empty request to an endpoint came to. */
export type EndpointAnswer =
  /** Any status: the request asks for nothing. */
  | { readonly kind: 'answered'; readonly status: string; readonly isServerError: boolean }
  | {
      readonly kind: 'failed';
      readonly code: HttpErrorCode;
      readonly fact: string;
      readonly advice: string | null;
    };

/** The ways from here to the token endpoint, and what each of them leads to. */
export interface RouteFacts {
  /** The host of the token endpoint, as it would stand in `NO_PROXY`. */
  readonly host: string;
  /** The endpoint is on this machine, so that no proxy is ever used. */
  readonly isLocal: boolean;
  /** The variable that leaves the endpoint out of all proxies, such as `no_proxy`; else null. */
  readonly exemptBy: string | null;
  readonly environment: EnvironmentRoute;
  readonly system: SystemRoute;
  /** Without any proxy. */
  readonly direct: EndpointAnswer;
}

export type EnvironmentRoute =
  | { readonly kind: 'none' }
  /** What is set is no HTTP proxy. */
  | { readonly kind: 'socks' | 'invalid'; readonly variable: string }
  | {
      readonly kind: 'proxy';
      readonly variable: string;
      /** Without user name and password. */
      readonly origin: string;
      /** Null where it was not tried, since the endpoint is on this machine. */
      readonly answer: EndpointAnswer | null;
    };

export type SystemRoute =
  /** This program cannot ask for the system's settings, or the endpoint is on this machine. */
  | { readonly kind: 'unknown' }
  /** They name no proxy for the endpoint. */
  | { readonly kind: 'none' }
  /** They name what Gatehouse cannot use. */
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string }
  | {
      readonly kind: 'proxy';
      /** In the order of preference, such as "http://a.example:8080, then no proxy". */
      readonly names: string;
      readonly answer: EndpointAnswer;
    };

export type RouteName = 'environment' | 'system' | 'direct';

/** What is set, whatever it leads to. */
export type RouteSettings = Pick<RouteFacts, 'isLocal' | 'exemptBy'> & {
  readonly environment: Pick<EnvironmentRoute, 'kind'>;
  readonly system: Pick<SystemRoute, 'kind'>;
};

/** The one that Gatehouse takes. */
export function routeInUse(settings: RouteSettings): RouteName {
  const { isLocal, exemptBy, environment, system } = settings;
  if (isLocal || exemptBy !== null) return 'direct';
  if (environment.kind !== 'none') return 'environment';
  return system.kind === 'proxy' || system.kind === 'unusable' ? 'system' : 'direct';
}
