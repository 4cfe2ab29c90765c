import type { Policy, PolicyReport, PolicyValue } from '../../shared/policy.ts';
import { presentableJson } from '../base/presentable.ts';
import { policyRowOf } from '../policy/policy-keys.ts';

/**
 * A report as fleet tools may collect it: no token, no key and no e-mail address in any of
 * its texts, the home folder as `~`, and addresses without what follows their path.
 *
 * @param userHome absolute.
 */
export function collectableReport(report: PolicyReport, userHome: string): PolicyReport {
  const policies = report.policies.map(withoutQuery);
  return presentableJson({ ...report, policies }, userHome);
}

// What follows the path may be a key, and looks like anything.
function withoutQuery(policy: Policy): Policy {
  if (policyRowOf(policy.key)?.holds !== 'address') return policy;
  const { value, effect, layers } = policy;
  return {
    ...policy,
    value: value && pathOnly(value),
    effect: typeof value === 'string' ? effect.replaceAll(value, () => cut(value)) : effect,
    layers: layers.map((layer) => ({ ...layer, value: layer.value && pathOnly(layer.value) })),
  };
}

function pathOnly(value: PolicyValue): PolicyValue {
  return typeof value === 'string' ? cut(value) : value;
}

function cut(address: string): string {
  return address.replace(/[?#].*$/s, '');
}
