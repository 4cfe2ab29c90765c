import { doctorTexts } from '../../shared/texts/doctor.ts';
import { tokenRequestHeaders } from '../auth/token-endpoint.ts';
import { statusOf } from '../base/http-answer.ts';
import type { Env, EnvironmentProxy } from '../network/environment-proxy.ts';
import { bareHostOf } from '../network/host-and-port.ts';
import {
  directly,
  environmentSettings,
  routeInUse,
  routesByVariable,
  type RouteName,
  type Routes,
} from '../network/routes.ts';
import { routesOfSystem } from '../network/system-routes.ts';
import { withTimeLimit } from '../base/time-limit.ts';
import { HttpError, type HttpClient, type Now } from '../ports.ts';
import type {
  DoctorProbes,
  EndpointAnswer,
  EnvironmentRoute,
  RouteFacts,
  SystemRoute,
} from './doctor-facts.ts';

export const askTimeoutMs = 10_000;

export interface AskedEndpoint {
  readonly answer: EndpointAnswer;
  /** Milliseconds that this machine is ahead; null where no time was sent. */
  readonly clockAheadMs: number | null;
}

export interface AskingParts {
  readonly http: HttpClient;
  readonly now: Now;
  readonly originator: string;
}

/** As a refresh is sent, but empty, so that proxies and firewalls treat both alike. */
export async function askEndpoint(
  url: string,
  { http, now, originator }: AskingParts,
): Promise<AskedEndpoint> {
  const askedAt = now();
  try {
    const answer = await http({
      method: 'POST',
      url,
      headers: tokenRequestHeaders(originator),
      body: '{}',
      timeoutMs: askTimeoutMs,
    });
    const status = statusOf(answer);
    // The server took its time somewhere in between, cut to the second.
    const clockAheadMs =
      answer.date === undefined ? null : (askedAt + now()) / 2 - (answer.date + 500);
    const isServerError = answer.status >= 500;
    return { answer: { kind: 'answered', status, isServerError }, clockAheadMs };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { code, fact, advice } = error;
    return { answer: { kind: 'failed', code, fact, advice }, clockAheadMs: null };
  }
}

export interface RouteParts {
  readonly env: Env;
  readonly probes: Pick<DoctorProbes, 'httpBy' | 'systemProxy'>;
  readonly asking: AskingParts;
  readonly url: string;
  /** What it answered by the route that is in use. */
  readonly asked: Promise<AskedEndpoint>;
}

export async function gatherRoutes(parts: RouteParts): Promise<RouteFacts> {
  const { env, probes, asking, url, asked } = parts;
  const target = new URL(url);
  const ofEnvironment = environmentSettings(env, target);
  const { isLocal } = ofEnvironment;
  const settings = {
    host: bareHostOf(target),
    ...ofEnvironment,
    system: isLocal ? ({ kind: 'unknown' } as const) : await systemSetting(probes, target),
  };
  const used = routeInUse(settings);
  const ask: Ask = async (name, routes) => {
    if (name === used) return (await asked).answer;
    return (await askEndpoint(url, { ...asking, http: probes.httpBy(routes) })).answer;
  };
  const [environment, system, direct] = await Promise.all([
    environmentRoute(settings.environment, isLocal ? null : ask),
    systemRoute(settings.system, ask),
    ask('direct', directly),
  ]);
  return { ...settings, environment, system, direct };
}

type Ask = (name: RouteName, routes: Routes) => Promise<EndpointAnswer>;

async function environmentRoute(
  found: EnvironmentProxy,
  ask: Ask | null,
): Promise<EnvironmentRoute> {
  if (found.kind !== 'proxy') return found;
  const { kind, variable, proxy } = found;
  const answer = ask && (await ask('environment', routesByVariable(found)));
  return { kind, variable, origin: proxy.origin, answer };
}

async function systemRoute(setting: SystemSetting, ask: Ask): Promise<SystemRoute> {
  if (setting.kind !== 'proxy') return setting;
  const { kind, routes } = setting;
  return { kind, names: namesOf(routes), answer: await ask('system', routes) };
}

type SystemSetting =
  Exclude<SystemRoute, { kind: 'proxy' }> | { readonly kind: 'proxy'; readonly routes: Routes };

async function systemSetting(
  { systemProxy }: RouteParts['probes'],
  target: URL,
): Promise<SystemSetting> {
  if (systemProxy === null) return { kind: 'unknown' };
  const decision = await withTimeLimit(askTimeoutMs, undefined, (signal) =>
    routesOfSystem(systemProxy, target, signal),
  );
  if (decision.kind === 'unusable') return decision;
  return decision.routes[0].kind === 'direct' ? { kind: 'none' } : { ...decision, kind: 'proxy' };
}

function namesOf(routes: Routes): string {
  const { noProxy, then } = doctorTexts.route.system;
  return routes
    .map((route) => (route.kind === 'direct' ? noProxy() : route.proxy.origin))
    .reduce((before, next) => then({ before, next }));
}
