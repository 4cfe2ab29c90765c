import type { ProxyFacts } from './doctor-facts.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type ProxySetting =
  | Exclude<ProxyFacts, { kind: 'set' }>
  | { readonly kind: 'set'; readonly variable: string; readonly proxy: URL };

/**
 * The proxy that the environment names for an address, by the convention of curl:
 * lower case before upper case, and `NO_PROXY` a list of hosts, of domains or `*`.
 * Ranges of addresses in it are not understood.
 */
export function proxySettingFor(env: Env, target: URL): ProxySetting {
  const scheme = target.protocol === 'https:' ? 'https' : 'http';
  const set = first(env, [
    `${scheme}_proxy`,
    `${scheme.toUpperCase()}_PROXY`,
    'all_proxy',
    'ALL_PROXY',
  ]);
  if (set === null) return { kind: 'none' };
  const { variable, value } = set;
  const exempting = first(env, ['no_proxy', 'NO_PROXY']);
  if (exempting !== null && isExempt(target, exempting.value)) {
    return { kind: 'exempt', variable: exempting.variable };
  }
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return { kind: 'invalid', variable };
  const proxy = new URL(text);
  const isHttp = proxy.protocol === 'http:' || proxy.protocol === 'https:';
  return isHttp ? { kind: 'set', variable, proxy } : { kind: 'invalid', variable };
}

function first(env: Env, names: readonly string[]) {
  for (const variable of names) {
    const value = env[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return null;
}

function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const itsPort = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name, only] = /^(?:\*?\.)?(\[?[^\]]+?\]?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === undefined || (only !== undefined && only !== itsPort)) return false;
    const bare = name.replace(/^\[|\]$/g, '');
    return host === bare || host.endsWith(`.${bare}`);
  });
}
