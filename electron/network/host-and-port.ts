/** The port of an address, or the default of its scheme. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? defaultPortOf(protocol) : Number(port);
}

export function defaultPortOf(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}

/** The host of an address, IPv6 without brackets. */
export function bareHostOf({ hostname }: URL): string {
  return withoutBrackets(hostname);
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
