import type { Socket } from 'node:net';

import { describeProxyFailure } from '../network/proxy-failure.ts';
import type { Route, Routes } from '../network/routes.ts';
import { withTimeLimit } from '../base/time-limit.ts';
import { HttpError } from '../ports.ts';
import { openSocket, secure, type SecuringOptions } from './connection.ts';
import { openTunnel, TunnelError } from './proxy-tunnel.ts';

export interface RoutingOptions extends SecuringOptions {
  /** How long a route may take that others can stand in for, in milliseconds. */
  readonly patienceMs?: number;
}

const usualPatienceMs = 5000;

/**
 * A connection to the host of an address, over TLS where it is of https. The routes are
 * tried in their order, until one stands. A proxy that refuses has been reached: going
 * round it would go against its rules.
 *
 * @throws {HttpError} for what a proxy did; else as {@link openSocket} and {@link secure}.
 */
export async function connectBy(
  [route, next, ...others]: Routes,
  target: URL,
  options: RoutingOptions,
): Promise<Socket> {
  const { patienceMs = usualPatienceMs, signal } = options;
  let socket;
  try {
    socket =
      next === undefined
        ? await reach(route, target, options)
        : await withTimeLimit(patienceMs, signal, (brief) =>
            reach(route, target, { ...options, signal: brief }),
          );
  } catch (error) {
    const isRefused = error instanceof TunnelError && error.failure.kind === 'refused';
    if (!isRefused && next !== undefined && !signal.aborted) {
      return connectBy([next, ...others], target, options);
    }
    throw asHttpError(error, route, target);
  }
  return target.protocol === 'https:' ? secure(socket, target, options) : socket;
}

function reach(route: Route, target: URL, options: SecuringOptions): Promise<Socket> {
  return route.kind === 'direct'
    ? openSocket(target, options.signal)
    : openTunnel(route.proxy, target, options);
}

/** What a proxy did is told with its name; anything else is left as it is. */
function asHttpError(error: unknown, route: Route, target: URL): unknown {
  if (!(error instanceof TunnelError) || route.kind === 'direct') return error;
  const { fact, advice } = describeProxyFailure(route, error.failure, target.hostname);
  return new HttpError('unreachable', fact, advice);
}
