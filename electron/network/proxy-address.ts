export type ProxyAddress =
  | { readonly kind: 'proxy'; readonly proxy: URL }
  | { readonly kind: 'socks' }
  | { readonly kind: 'invalid' };

// The Codex CLI 0.169.0 takes a SOCKS proxy for one of HTTP, and fails there, too.
export function parseProxyAddress(text: string): ProxyAddress {
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address)) return { kind: 'invalid' };
  const proxy = new URL(address);
  if (/^socks\w*:$/.test(proxy.protocol)) return { kind: 'socks' };
  const isHttp = proxy.protocol === 'http:' || proxy.protocol === 'https:';
  return isHttp ? { kind: 'proxy', proxy } : { kind: 'invalid' };
}

type ListedProxy =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: URL }
  /** SOCKS, or an unknown scheme. */
  | { readonly kind: 'unsupported' };

/** Reads the result of a PAC script: "PROXY a.example:8080; HTTPS b.example:443; DIRECT". */
export function parseProxyList(text: string): ListedProxy[] {
  const entries = text.split(';').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(parseEntry);
}

function parseEntry(entry: string): ListedProxy {
  const [word = '', address = ''] = entry.split(/\s+/);
  const name = word.toUpperCase();
  if (name === 'DIRECT') return { kind: 'direct' };
  const scheme = schemes[name];
  if (scheme === undefined) return { kind: 'unsupported' };
  const parsed = parseProxyAddress(`${scheme}://${address}`);
  return parsed.kind === 'proxy' ? parsed : { kind: 'unsupported' };
}

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' };
