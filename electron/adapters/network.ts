import type { Env } from '../network/environment-proxy.ts';
import type { Routes } from '../network/routes.ts';
import type { HttpClient, Log, SystemProxy } from '../ports.ts';
import { httpClientBy, httpClientOf } from './http-client.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

export interface NetworkParts {
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
  const { env, systemProxy } = parts;
  const trust = trustedAuthorities(parts);
  return {
    http: httpClientOf({ env, systemProxy, trust }),
    httpBy: (routes) => httpClientBy(routes, trust),
    systemProxy,
  };
}
