import { networkTexts as texts } from '../../shared/texts/network.ts';
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
  const { origin } = proxy;
  const place = setting.kind === 'environment' ? setting.variable : texts.system.place();
  if (failure.kind === 'unreachable') {
    const { reason } = failure;
    return {
      fact: texts.proxy.unreachable({ proxy: origin, reason }),
      advice: texts.proxy.checkNetwork({ place }),
    };
  }
  const { status } = failure;
  if (failure.kind === 'interim') {
    return {
      fact: texts.proxy.interim({ proxy: origin, status }),
      advice: texts.proxy.checkAnswer({ place }),
    };
  }
  if (status === 407) {
    return {
      fact: texts.proxy.asksForPassword({ proxy: origin }),
      advice:
        setting.kind === 'environment'
          ? texts.proxy.checkPassword({ variable: setting.variable })
          : texts.proxy.setPassword(),
    };
  }
  return {
    fact: texts.proxy.refuses({ proxy: origin, host, status }),
    advice: texts.proxy.checkHost({ place, host }),
  };
}
