import { parseProxyAddress } from './proxy-address.ts';

export type ListedProxy =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: URL }
  /** SOCKS, or something unheard of, which may have a password in it. */
  | { readonly kind: 'unsupported' };

/**
 * Reads the answer of a PAC script, which is also the form of Chromium's `resolveProxy`:
 * "PROXY a.example:8080; HTTPS b.example:443; DIRECT". The order is that of preference.
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
