import { unlessAborted } from '../base/time-limit.ts';
import type { SystemProxy } from '../ports.ts';
import { routesBySystem, unansweredSystem, type RouteDecision } from './routes.ts';

/** Never rejects: where a proxy script fails, going without a proxy would be a guess. */
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
