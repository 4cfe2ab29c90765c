import {
  isBlank,
  isOfUnreadable,
  type Policy,
  type PolicyAccount,
  type PolicyLayer,
  type PolicyRemoval,
  type PolicyReport,
  type PolicySource,
  type PolicyStatus,
  type PolicyValue,
  type RuleCheck,
} from '../../shared/policy.ts';
import { removalCause } from '../../shared/wording/policy-removal.ts';
import { policyCondition, type PolicyCondition } from '../../shared/wording/policy-summary.ts';
import { exactTime } from './time-phrases.ts';
import type { Tone, Word } from './tone.ts';

/** The report on the rules of this machine in words. Effects and reasons arrive as sentences. */

export const statusWords: Readonly<Record<PolicyStatus, Word>> = {
  enforced: { word: 'Enforced', tone: 'good' },
  satisfied: { word: 'Satisfied', tone: 'good' },
  violated: { word: 'Violated', tone: 'bad' },
  overridden: { word: 'Overridden', tone: 'attention' },
  conflict: { word: 'Conflict', tone: 'attention' },
  invalid: { word: 'Invalid', tone: 'bad' },
  unknownKey: { word: 'Unknown key', tone: 'attention' },
  notSet: { word: 'Not set', tone: 'plain' },
};

export const levelWords = { enforced: 'Enforced', default: 'Default', user: 'User' } as const;
export const scopeWords = { machine: 'Machine', user: 'User' } as const;

export const outcomeWords: Readonly<Record<PolicyLayer['outcome'], string>> = {
  applied: 'Applied',
  superseded: 'Superseded',
  invalid: 'Invalid',
  ignored: 'Ignored',
};

export const checkWords: Readonly<Record<RuleCheck, Word>> = {
  allowed: { word: 'Allowed', tone: 'good' },
  forbidden: { word: 'Forbidden', tone: 'bad' },
  unknown: { word: 'Unknown', tone: 'attention' },
  notApplicable: { word: 'No rule applies', tone: 'plain' },
};

/** What becomes of an account, now or, in a preview, with the file in place. */
export function resultWord(
  { result, withheld }: Pick<PolicyAccount, 'result' | 'withheld'>,
  isPreview: boolean,
): Word {
  if (withheld !== null) return { word: 'Not allowed, kept for now', tone: 'bad' };
  switch (result) {
    case 'allowed':
      return { word: isPreview ? 'Would stay allowed' : 'Allowed', tone: 'good' };
    case 'hidden':
      return { word: isPreview ? 'Would be hidden' : 'Hidden', tone: 'attention' };
    case 'toBeSignedOut':
      return { word: isPreview ? 'Would be signed out' : 'Will be signed out', tone: 'bad' };
    case 'toBeUnset':
      return { word: isPreview ? 'Would have to be unset' : 'To be unset', tone: 'bad' };
    case 'unknown':
      return { word: 'Unknown', tone: 'attention' };
  }
}

export function methodWord(method: PolicyAccount['method']): string {
  return { chatgpt: 'ChatGPT', api: 'API key', unknown: 'Unreadable sign-in' }[method];
}

/** A value as it is shown: a list with commas, and an empty one as what it means. */
export function valueText(value: PolicyValue): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? '(empty list)' : value.join(', ');
}

export function effectiveValue(policy: Policy): string {
  const { value, status } = policy;
  if (value !== null) return valueText(value);
  if (isBlank(policy)) return 'Blank';
  return status === 'invalid' || status === 'unknownKey' ? 'Not known' : 'Not set';
}

/** What a layer says; nothing is quoted of what cannot be understood, or means nothing. */
export function layerValue({ value, outcome, message }: PolicyLayer): string {
  if (value !== null) return valueText(value);
  if (outcome === 'ignored') return 'Not shown';
  return message === null ? 'Blank' : 'Not readable';
}

/** How the band at the top of the page is meant. */
export function summaryTone(report: PolicyReport): Tone {
  return summaryTones[policyCondition(report)];
}

const summaryTones: Readonly<Record<PolicyCondition, Tone>> = {
  notManaged: 'plain',
  ownRules: 'plain',
  compliant: 'good',
  attention: 'attention',
  notLoaded: 'bad',
  actionNeeded: 'attention',
  misplaced: 'bad',
  pending: 'attention',
  unjudged: 'bad',
  unknown: 'bad',
};

/** What becomes or became of a sign-in that a rule forbids: when, and because of what. */
export function removalText(removal: PolicyRemoval, locale: string): string {
  return `${exactTime(Date.parse(removal.at), locale)}, ${removalCause(removal)}`;
}

/**
 * "4 set, 1 violated, 2 warnings": what the table holds, the trouble included. What
 * cannot be understood is not set, for no value of it holds.
 */
export function countsText(report: PolicyReport): string {
  const { policies, warnings } = report;
  const count = (...statuses: PolicyStatus[]): number =>
    policies.filter(({ status }) => statuses.includes(status)).length;
  const notKnown = policies.filter((policy) => isOfUnreadable(policy, report)).length;
  const told: readonly (readonly [number, string])[] = [
    [policies.length - count('notSet', 'unknownKey', 'invalid'), 'set'],
    [count('violated'), 'violated'],
    [count('invalid') - notKnown, 'invalid'],
    [notKnown, 'not known'],
    [count('conflict'), 'in conflict'],
    [warnings.length, warnings.length === 1 ? 'warning' : 'warnings'],
  ];
  return told
    .filter(([number], index) => index === 0 || number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

export function sourceStatus({ status }: PolicySource): Word {
  switch (status) {
    case 'absent':
      return { word: 'Not there', tone: 'plain' };
    case 'read':
      return { word: 'Read', tone: 'good' };
    case 'unreadable':
      return { word: 'Unreadable', tone: 'bad' };
  }
}

/** Whose file it is, and who may do what with it; null where nobody can tell. */
export function rightsText({ owner, mode }: PolicySource): string | null {
  if (owner === null && mode === null) return null;
  return [owner === null ? null : `owner ${owner}`, mode === null ? null : `mode ${mode}`]
    .filter((part) => part !== null)
    .join(', ');
}
