import type { Env } from '../network/environment-proxy.ts';
import type { Routes } from '../network/routes.ts';
import type { HttpClient, Log, SystemProxy } from '../ports.ts';
import { httpClientBy, httpClientOf } from './http-client.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

export interface NetworkParts {
  /** Of Gatehouse. */
  readonly version: string;
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  /** Null where the system's settings cannot be asked for, as on the command line. */
  readonly systemProxy: SystemProxy | null;
  readonly log: Log;
}

/** How a program of Gatehouse reaches others. */
export interface Network {
  /** What all requests go through. */
  readonly http: HttpClient;
  /** The same by other routes than it would choose, to compare them. */
  readonly httpBy: (routes: Routes) => HttpClient;
  readonly systemProxy: SystemProxy | null;
}

/** The network of the app and of the command line; one for each program. */
export function networkOf(parts: NetworkParts): Network {
  const { env, systemProxy, version } = parts;
  const trust = trustedAuthorities(parts);
  return {
    http: underName(version, httpClientOf({ env, systemProxy, trust })),
    httpBy: (routes) => underName(version, httpClientBy(routes, trust)),
    systemProxy,
  };
}

/**
 * Says who sends a request (RFC 9110 section 10.1.5): some servers refuse those that do
 * not. It is Gatehouse by its own name, although Codex has another form: its version and
 * its terminal would be made up, and whoever reads the logs could not tell the two apart.
 */
function underName(version: string, http: HttpClient): HttpClient {
  const name = { 'user-agent': `gatehouse/${version}` };
  return (request) => http({ ...request, headers: { ...name, ...request.headers } });
}
