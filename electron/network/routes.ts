import { environmentProxyFor, exemptingVariable, type Env } from './environment-proxy.ts';
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
  /** There is a setting that cannot be followed, and guessing would be worse. */
  | { readonly kind: 'unusable'; readonly fact: string; readonly advice: string };

export const directly: Routes = [{ kind: 'direct' }];

/**
 * How the environment wants an address to be reached; null where it says nothing, so
 * that the system's settings count. Pure.
 *
 * This machine is reached directly whatever is set: a proxy would find itself there.
 */
export function routesByEnvironment(env: Env, target: URL): RouteDecision | null {
  if (isLoopbackHost(target.hostname) || exemptingVariable(env, target) !== null) {
    return { kind: 'routes', routes: directly };
  }
  const found = environmentProxyFor(env, target);
  switch (found.kind) {
    case 'none':
      return null;
    case 'proxy':
      return { kind: 'routes', routes: routesByVariable(found) };
    case 'socks':
    case 'invalid':
      return { kind: 'unusable', ...unusableVariable(found.variable, found.kind) };
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
