import {
  environmentProxyFor,
  exemptingVariable,
  type Env,
  type EnvironmentProxy,
} from './environment-proxy.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { parseProxyList } from './proxy-list.ts';

/** One way to a server. */
export type Route = { readonly kind: 'direct' } | ProxyRoute;

export interface ProxyRoute {
  readonly kind: 'proxy';
  /** With the user name and password that its setting has. */
  readonly proxy: URL;
  readonly setting: ProxySetting;
}

/** Where a proxy was named. */
export type ProxySetting =
  { readonly kind: 'environment'; readonly variable: string } | { readonly kind: 'system' };

/** The first is to be taken; the others where the proxies before cannot be reached. */
export type Routes = readonly [Route, ...Route[]];

export type RouteDecision =
  | { readonly kind: 'routes'; readonly routes: Routes }
  /** There is a setting that cannot be followed or read, and guessing would be worse. */
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string };

export const directly: Routes = [{ kind: 'direct' }];

/** Who says how an address is reached; nobody where it is directly. */
export type RouteName = 'environment' | 'system' | 'direct';

/** What the environment says of an address. */
export interface EnvironmentSettings {
  /** The address is of this machine: a proxy would find itself there. */
  readonly isLocal: boolean;
  /** The variable that leaves it out of all proxies, such as `no_proxy`; else null. */
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

/** What is set, whatever it leads to. */
export type RouteSettings = Pick<EnvironmentSettings, 'isLocal' | 'exemptBy'> & {
  readonly environment: Pick<EnvironmentProxy, 'kind'>;
  readonly system: {
    /** Whether the settings cannot be asked, have not been, name nothing, or name something. */
    readonly kind: 'unknown' | 'unasked' | 'none' | 'unusable' | 'proxy';
  };
};

/**
 * The setting that Gatehouse follows: the one place that knows their order. Pure.
 *
 * A setting that cannot be followed counts as well, since guessing would be worse.
 */
export function routeInUse(settings: RouteSettings): RouteName {
  const { isLocal, exemptBy, environment, system } = settings;
  if (isLocal || exemptBy !== null) return 'direct';
  if (environment.kind !== 'none') return 'environment';
  return system.kind === 'unknown' || system.kind === 'none' ? 'direct' : 'system';
}

/**
 * How the environment wants an address to be reached; null where it says nothing, so
 * that the system's settings count. Pure.
 */
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

/** Why a variable cannot be followed, and what to do. Its value may hold a password, and is not told. */
export function unusableVariable(
  variable: string,
  kind: 'socks' | 'invalid',
): { readonly fact: string; readonly advice: string } {
  const fact =
    kind === 'socks'
      ? `${variable} names a SOCKS proxy, and Gatehouse uses HTTP proxies alone.`
      : `${variable} is no address of an HTTP proxy.`;
  return {
    fact,
    advice: `Set ${variable} to an address such as http://proxy.example:8080, or unset it.`,
  };
}

/**
 * How the system's settings want an address to be reached. Pure.
 *
 * @param list see {@link parseProxyList}; an empty one is "DIRECT".
 */
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
  if (isUnusable) return { kind: 'unusable', ...unusableSystem };
  return { kind: 'routes', routes: first === undefined ? directly : [first, ...others] };
}

const unusableSystem = {
  fact: "The system's settings name a proxy that Gatehouse cannot use, such as SOCKS.",
  advice: 'Set HTTPS_PROXY to the address of an HTTP proxy, or NO_PROXY to do without one.',
} as const;

/** What is told where the system's settings do not come, in time or at all. */
export const unansweredSystem = {
  fact: 'The system did not say which proxy its settings want.',
  advice:
    "Check the proxy script in the system's settings; or set HTTPS_PROXY to the address of an HTTP proxy, or NO_PROXY to do without one.",
} as const;
