import type { ProxyRoute } from './routes.ts';

/** Why a proxy did not connect. Nothing of the request has been sent by then. */
export type ProxyFailure =
  | { readonly kind: 'rejected'; readonly status: number }
  /** An interim (1xx) answer, which Node cannot wait behind. */
  | { readonly kind: 'interim'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What happened at a proxy and what to check, without its user name and password. */
export function describeProxyFailure(
  { proxy, setting }: ProxyRoute,
  failure: ProxyFailure,
  host: string,
): { readonly fact: string; readonly advice: string } {
  const name = `The proxy ${proxy.origin}`;
  const place =
    setting.kind === 'environment' ? setting.variable : "the proxy in the system's settings";
  if (failure.kind === 'unreachable') {
    return {
      fact: `${name} cannot be reached (${failure.reason}).`,
      advice: `Check ${place}, and the network.`,
    };
  }
  if (failure.kind === 'interim') {
    return {
      fact: `${name} answers in a way that Gatehouse cannot use (${failure.status}).`,
      advice: `Check ${place}, or have the proxy connect without an interim answer.`,
    };
  }
  if (failure.status === 407) {
    return {
      fact: `${name} asks for a user name and password (407).`,
      advice:
        setting.kind === 'environment'
          ? `Check those in ${place}.`
          : 'Set HTTPS_PROXY to that address with the user name and the password in it.',
    };
  }
  return {
    fact: `${name} refuses to connect to ${host} (${failure.status}).`,
    advice: `Check ${place}, or have the proxy let ${host} through.`,
  };
}
