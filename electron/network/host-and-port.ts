/** The port that an address goes to: its own, or the one of its scheme. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? defaultPortOf(protocol) : Number(port);
}

/** @param protocol `https:` or `http:`. */
export function defaultPortOf(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}

/** The host of an address, an IPv6 one without its brackets. */
export function bareHostOf({ hostname }: URL): string {
  return withoutBrackets(hostname);
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
