/**
 * Whether a host is this machine by its very name, so that no packet leaves it.
 *
 * @param hostname as `URL` has it: lower case, IPv6 in brackets.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
