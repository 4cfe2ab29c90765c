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

/** Whether a host, as `URL.hostname` spells it, is this machine by its very name. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
