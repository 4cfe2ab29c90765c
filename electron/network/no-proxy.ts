import { BlockList, isIP } from 'node:net';

import { bareHostOf, portOf, withoutBrackets } from './host-and-port.ts';

/**
 * Entries are separated by commas or blanks: `*`, a host, a domain with or without a leading dot,
 * an IP address, or a range such as `10.0.0.0/8`. The Codex CLI 0.169.0 knows no ports or `*.`.
 */
export function isLeftOut(target: URL, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => entry !== '' && covers(entry.toLowerCase(), target));
}

function covers(entry: string, target: URL): boolean {
  if (entry === '*') return true;
  const host = bareHostOf(target);
  if (entry.includes('/')) return isInRange(host, entry);
  if (isIP(entry) !== 0) return isSameAddress(host, entry);
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== portOf(target)) return false;
  const bare = withoutBrackets(name);
  if (isIP(bare) !== 0) return isSameAddress(host, bare);
  const domain = name.replace(/^\*?\./, '');
  // The end of an IP address is not a domain.
  if (isIP(host) !== 0) return false;
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function isInRange(host: string, range: string): boolean {
  const [, network = '', bits = ''] = /^\[?([^\]/]+)\]?\/(\d{1,3})$/.exec(range) ?? [];
  const version = isIP(network);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return false;
  const addresses = new BlockList();
  addresses.addSubnet(network, Number(bits), family(network));
  return isIP(host) === version && addresses.check(host, family(host));
}

function isSameAddress(host: string, address: string): boolean {
  if (isIP(host) !== isIP(address)) return false;
  const addresses = new BlockList();
  addresses.addAddress(address, family(address));
  return addresses.check(host, family(host));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
