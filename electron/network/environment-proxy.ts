import { isLeftOut } from './no-proxy.ts';
import { parseProxyAddress, type ProxyAddress } from './proxy-address.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export type EnvironmentProxy = { readonly kind: 'none' } | (ProxyAddress & FromVariable);

interface FromVariable {
  readonly variable: string;
}

/** Upper case goes before lower case, as in the Codex CLI 0.169.0, unlike curl. */
export function environmentProxyFor(env: Env, target: URL): EnvironmentProxy {
  const scheme = target.protocol === 'https:' ? 'HTTPS' : 'HTTP';
  const set = first(env, [`${scheme}_PROXY`, 'ALL_PROXY']);
  if (set === null) return { kind: 'none' };
  return { variable: set.variable, ...parseProxyAddress(set.value) };
}

/** `NO_PROXY` or `no_proxy`, where it exempts the address from all proxies. */
export function exemptingVariable(env: Env, target: URL): string | null {
  const set = first(env, ['NO_PROXY']);
  return set !== null && isLeftOut(target, set.value) ? set.variable : null;
}

function first(env: Env, names: readonly string[]) {
  for (const variable of names.flatMap((name) => [name, name.toLowerCase()])) {
    const value = env[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return null;
}
