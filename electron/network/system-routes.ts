import type { SystemProxy } from '../ports.ts';
import { routesBySystem, unansweredSystem, type RouteDecision } from './routes.ts';
import { unlessAborted } from './unless-aborted.ts';

/**
 * Asks how the system's settings want an address to be reached. A proxy script may have to
 * be fetched for that, or fail: then going without a proxy would be a guess.
 *
 * @param signal ends the wait. Never rejects.
 */
export async function routesOfSystem(
  systemProxy: SystemProxy,
  target: URL,
  signal: AbortSignal,
): Promise<RouteDecision> {
  let list;
  try {
    list = await unlessAborted(systemProxy(target), signal);
  } catch {
    return { kind: 'unusable', ...unansweredSystem };
  }
  return routesBySystem(list);
}
