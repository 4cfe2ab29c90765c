import { networkTexts } from '../../shared/texts/network.ts';
import type { Env } from '../network/environment-proxy.ts';
import { directly, routesByEnvironment, type Routes } from '../network/routes.ts';
import { routesOfSystem } from '../network/system-routes.ts';
import { isOverTime, unlessAborted, withTimeLimit } from '../base/time-limit.ts';
import { HttpError, type HttpClient, type HttpRequest, type SystemProxy } from '../ports.ts';
import { connectBy } from './connect-by-routes.ts';
import { openSocket, UntrustedError } from './connection.ts';
import { exchangeOver } from './http-exchange.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import type { Trust } from './trusted-authorities.ts';

const texts = networkTexts.http;

export interface HttpClientParts {
  readonly env: () => Env;
  readonly systemProxy: SystemProxy | null;
  readonly trust: () => Promise<Trust>;
}

/**
 * Takes the routes of the environment, else of the system. Each request has its own connection: if
 * a shared one broke, nobody could know whether a refresh token was spent.
 */
export function httpClientOf({ env, systemProxy, trust }: HttpClientParts): HttpClient {
  return clientBy(async (target, signal) => {
    const decision =
      routesByEnvironment(env(), target) ??
      (systemProxy === null
        ? ({ kind: 'routes', routes: directly } as const)
        : await routesOfSystem(systemProxy, target, signal));
    if (decision.kind === 'routes') return decision.routes;
    throw new HttpError('unreachable', decision.fact, decision.advice);
  }, trust);
}

/** The same by given routes. */
export function httpClientBy(routes: Routes, trust: () => Promise<Trust>): HttpClient {
  return clientBy(() => Promise.resolve(routes), trust);
}

function clientBy(
  routesTo: (target: URL, signal: AbortSignal) => Promise<Routes>,
  trust: () => Promise<Trust>,
): HttpClient {
  const connectTo = async (request: HttpRequest, signal: AbortSignal) => {
    const target = parse(request.url);
    const routes = await routesTo(target, signal);
    // Trust is loaded first: meanwhile, errors of an open connection would have no listener.
    return isPlain(routes, target)
      ? await openSocket(target, signal)
      : await connectBy(routes, target, { trust: await trust(), signal });
  };
  return (request) =>
    withTimeLimit(request.timeoutMs, request.signal, async (signal) => {
      let isConnected = false;
      const answerTo = async () => {
        const socket = await connectTo(request, signal);
        isConnected = true;
        return exchangeOver(socket, request, signal);
      };
      try {
        return await unlessAborted(answerTo(), signal);
      } catch (error) {
        const failure = describeFailure(error, request, isOverTime(signal));
        throw isConnected ? failure : failure.beforeSending();
      }
    });
}

function parse(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  throw new HttpError('unreachable', texts.noAddress());
}

function isPlain(routes: Routes, { protocol }: URL): boolean {
  return protocol === 'http:' && routes.every(({ kind }) => kind === 'direct');
}

function describeFailure(error: unknown, request: HttpRequest, timedOut: boolean): HttpError {
  const address = originOf(request.url);
  if (request.signal?.aborted && !timedOut) {
    return new HttpError('aborted', texts.cancelled({ address }));
  }
  if (error instanceof HttpError) return error;
  if (timedOut) {
    const seconds = Math.ceil(request.timeoutMs / 1000);
    return new HttpError('timed-out', texts.timedOut({ address, seconds }));
  }
  if (error instanceof UntrustedError) {
    return new HttpError(
      'unreachable',
      texts.untrusted({ address: error.origin, code: error.code }),
      error.trust.problem ?? texts.setAuthority(),
    );
  }
  const code = systemCodeOf(error);
  const fact =
    code === null ? texts.unreachable({ address }) : texts.unreachableBecause({ address, code });
  return new HttpError('unreachable', fact);
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : texts.theAddress();
}
