import type { Policy, PolicyReport } from '../shared/policy.ts';
import { rowId } from './policy-row.ts';
import { effectiveValue, statusWords } from './wording/policy-phrases.ts';

export interface PolicyFilter {
  readonly text: string;
  /** Also those that nobody has set. */
  readonly withUnset: boolean;
}

export const onlySet: PolicyFilter = { text: '', withUnset: false };

/** The policies that fit; every word of the text has to appear in what a row shows. */
export function filterPolicies(policies: readonly Policy[], filter: PolicyFilter): Policy[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return policies.filter((policy) => {
    if (!filter.withUnset && policy.status === 'notSet' && policy.layers.length === 0) return false;
    const { key, source, status, effect } = policy;
    const shown = [key, effectiveValue(policy), source ?? '', statusWords[status].word, effect];
    const text = shown.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The `rowId` of each row that would be otherwise with another report in place. */
export function changedPolicies(present: PolicyReport, other: PolicyReport): ReadonlySet<string> {
  const told = ({ value, source, status }: Policy): string =>
    JSON.stringify([value, source, status]);
  const before = new Map(present.policies.map((policy) => [rowId(policy), told(policy)]));
  const after = new Map(other.policies.map((policy) => [rowId(policy), told(policy)]));
  const ids = [...before.keys(), ...after.keys()];
  return new Set(ids.filter((id) => before.get(id) !== after.get(id)));
}
