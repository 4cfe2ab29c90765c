import { codexEnvironment, type CodexEnvironment } from '../base/dotenv.ts';
import type { Env } from '../network/environment-proxy.ts';
import type { Routes } from '../network/routes.ts';
import type { HttpClient, Log, SystemProxy } from '../ports.ts';
import type { ReadDotenv } from '../policy/codex-config.ts';
import { httpClientBy, httpClientOf } from './http-client.ts';
import { readDotenv } from './config-file.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

export interface NetworkParts {
  readonly version: string;
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  readonly systemProxy: SystemProxy | null;
  readonly log: Log;
}

export interface Network {
  /** As a Codex that starts now has it; until `.env` was read, without that. */
  readonly environment: () => CodexEnvironment;
  /** Reads `.env`, which counts for requests from then on. */
  readonly readDotenv: ReadDotenv;
  readonly http: HttpClient;
  /** The same by given routes, to compare them. */
  readonly httpBy: (routes: Routes) => HttpClient;
  readonly systemProxy: SystemProxy | null;
}

/** The network of the app and of the command line; one for each program. */
export function networkOf(parts: NetworkParts): Network {
  const { systemProxy, version } = parts;
  let environment: CodexEnvironment = { variables: parts.env, ofDotenv: new Set() };
  const env = (): Env => environment.variables;
  const trust = trustedAuthorities({ ...parts, env });
  return {
    environment: () => environment,
    readDotenv: async (file) => {
      const dotenv = await readDotenv(file);
      environment = codexEnvironment(parts.env, dotenv);
      return dotenv;
    },
    http: underName(version, httpClientOf({ env, systemProxy, trust })),
    httpBy: (routes) => underName(version, httpClientBy(routes, trust)),
    systemProxy,
  };
}

/** With a user agent (RFC 9110 section 10.1.5), since some servers refuse requests without one. */
function underName(version: string, http: HttpClient): HttpClient {
  const name = { 'user-agent': `gatehouse/${version}` };
  return (request) => http({ ...request, headers: { ...name, ...request.headers } });
}
