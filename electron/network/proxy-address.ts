export type ProxyAddress =
  | { readonly kind: 'proxy'; readonly proxy: URL }
  /** Gatehouse does not speak SOCKS. */
  | { readonly kind: 'socks' }
  | { readonly kind: 'invalid' };

/**
 * Reads the address of a proxy, `http:` by default, which may hold a user name and password. The
 * Codex CLI 0.169.0 takes a SOCKS proxy for one of HTTP and fails there, too.
 */
export function parseProxyAddress(text: string): ProxyAddress {
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address)) return { kind: 'invalid' };
  const proxy = new URL(address);
  if (/^socks\w*:$/.test(proxy.protocol)) return { kind: 'socks' };
  const isHttp = proxy.protocol === 'http:' || proxy.protocol === 'https:';
  return isHttp ? { kind: 'proxy', proxy } : { kind: 'invalid' };
}
