import type { EnvironmentSettings } from '../network/routes.ts';
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
export interface RouteFacts extends Pick<EnvironmentSettings, 'isLocal' | 'exemptBy'> {
  /** The host of the token endpoint, as it would stand in `NO_PROXY`. */
  readonly host: string;
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
  /** They name what Gatehouse cannot use, or nothing in time. */
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string }
  | {
      readonly kind: 'proxy';
      /** In the order of preference, such as "http://a.example:8080, then no proxy". */
      readonly names: string;
      readonly answer: EndpointAnswer;
    };
