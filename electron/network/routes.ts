import { networkTexts as texts } from '../../shared/texts/network.ts';
import {
  environmentProxyFor,
  exemptingVariable,
  type Env,
  type EnvironmentProxy,
} from './environment-proxy.ts';
import { isLoopbackHost } from './host-and-port.ts';
import { parseProxyList } from './proxy-address.ts';

export type Route = { readonly kind: 'direct' } | ProxyRoute;

export interface ProxyRoute {
  readonly kind: 'proxy';
  readonly proxy: URL;
  readonly setting: ProxySetting;
}

export type ProxySetting =
  { readonly kind: 'environment'; readonly variable: string } | { readonly kind: 'system' };

/** The first is to be used; the others where those before cannot be reached. */
export type Routes = readonly [Route, ...Route[]];

export type RouteDecision =
  | { readonly kind: 'routes'; readonly routes: Routes }
  /** A setting cannot be followed or read, and guessing would be worse. */
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string };

export const directly: Routes = [{ kind: 'direct' }];

export type RouteName = 'environment' | 'system' | 'direct';

export interface EnvironmentSettings {
  /** A loopback address: a proxy would find itself there. */
  readonly isLocal: boolean;
  readonly exemptBy: string | null;
  readonly environment: EnvironmentProxy;
}

export function environmentSettings(env: Env, target: URL): EnvironmentSettings {
  return {
    isLocal: isLoopbackHost(target.hostname),
    exemptBy: exemptingVariable(env, target),
    environment: environmentProxyFor(env, target),
  };
}

export type RouteSettings = Pick<EnvironmentSettings, 'isLocal' | 'exemptBy'> & {
  readonly environment: Pick<EnvironmentProxy, 'kind'>;
  readonly system: {
    readonly kind: 'unknown' | 'unasked' | 'none' | 'unusable' | 'proxy';
  };
};

/** A setting that cannot be followed decides as well, since guessing would be worse. */
export function routeInUse(settings: RouteSettings): RouteName {
  const { isLocal, exemptBy, environment, system } = settings;
  if (isLocal || exemptBy !== null) return 'direct';
  if (environment.kind !== 'none') return 'environment';
  return system.kind === 'unknown' || system.kind === 'none' ? 'direct' : 'system';
}

/** The route that the environment asks for; null where the system's settings count. */
export function routesByEnvironment(env: Env, target: URL): RouteDecision | null {
  const settings = environmentSettings(env, target);
  const used = routeInUse({ ...settings, system: { kind: 'unasked' } });
  if (used === 'direct') return { kind: 'routes', routes: directly };
  const { environment } = settings;
  switch (environment.kind) {
    case 'none':
      return null;
    case 'proxy':
      return { kind: 'routes', routes: routesByVariable(environment) };
    case 'socks':
    case 'invalid':
      return { kind: 'unusable', ...unusableVariable(environment.variable, environment.kind) };
  }
}

export function routesByVariable(found: {
  readonly variable: string;
  readonly proxy: URL;
}): Routes {
  const { variable, proxy } = found;
  return [{ kind: 'proxy', proxy, setting: { kind: 'environment', variable } }];
}

/** Why a variable cannot be followed, and what to do. Its value may hold a password. */
export function unusableVariable(
  variable: string,
  kind: 'socks' | 'invalid',
): { readonly fact: string; readonly advice: string } {
  return {
    fact: texts.variable[kind]({ variable }),
    advice: texts.variable.advice({ variable }),
  };
}

/** The route by a list of the system's settings, see {@link parseProxyList}. Empty is "DIRECT". */
export function routesBySystem(list: string): RouteDecision {
  const entries = parseProxyList(list);
  const [first, ...others] = entries.flatMap((entry): Route[] => {
    if (entry.kind === 'direct') return [{ kind: 'direct' }];
    if (entry.kind === 'unsupported') return [];
    return [{ kind: 'proxy', proxy: entry.proxy, setting: { kind: 'system' } }];
  });
  // A proxy that cannot be used is no reason to go without one.
  const hasUnsupported = entries.some(({ kind }) => kind === 'unsupported');
  const isUnusable = hasUnsupported && (first === undefined || first.kind === 'direct');
  if (isUnusable) {
    const { unusable, useVariable } = texts.system;
    return { kind: 'unusable', fact: unusable(), advice: useVariable() };
  }
  return { kind: 'routes', routes: first === undefined ? directly : [first, ...others] };
}
