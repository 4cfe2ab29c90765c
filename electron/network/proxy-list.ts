import { parseProxyAddress } from './proxy-address.ts';

export type ListedProxy =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: URL }
  /** SOCKS, or an unknown scheme. */
  | { readonly kind: 'unsupported' };

/**
 * Reads the result of a PAC script, or of Chromium's `resolveProxy`, in order of preference: "PROXY
 * a.example:8080; HTTPS b.example:443; DIRECT".
 */
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
