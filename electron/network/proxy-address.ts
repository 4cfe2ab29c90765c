/** What stands where the address of a proxy should. */
export type ProxyAddress =
  | { readonly kind: 'proxy'; readonly proxy: URL }
  /** A proxy that speaks SOCKS, which Gatehouse does not. */
  | { readonly kind: 'socks' }
  | { readonly kind: 'invalid' };

/**
 * Reads the address of a proxy, `http:` where it names no scheme. A user name and a
 * password may stand in it.
 *
 * The Codex CLI 0.169.0 takes a SOCKS proxy for one of HTTP, so that it fails there, too.
 */
export function parseProxyAddress(text: string): ProxyAddress {
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address)) return { kind: 'invalid' };
  const proxy = new URL(address);
  if (/^socks\w*:$/.test(proxy.protocol)) return { kind: 'socks' };
  const isHttp = proxy.protocol === 'http:' || proxy.protocol === 'https:';
  return isHttp ? { kind: 'proxy', proxy } : { kind: 'invalid' };
}
