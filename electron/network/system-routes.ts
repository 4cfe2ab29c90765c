import { networkTexts as texts } from '../../shared/texts/network.ts';
import { unlessAborted } from '../base/time-limit.ts';
import type { SystemProxy } from '../ports.ts';
import { routesBySystem, type RouteDecision } from './routes.ts';

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
    const { unanswered, checkScript } = texts.system;
    return { kind: 'unusable', fact: unanswered(), advice: checkScript() };
  }
  return routesBySystem(list);
}
