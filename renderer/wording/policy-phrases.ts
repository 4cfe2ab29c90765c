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
import {
  policyCondition,
  removalCause,
  type PolicyCondition,
} from '../../shared/wording/policy-phrases.ts';
import { exactTime } from './time-phrases.ts';
import type { Tone, Word } from './tone.ts';

export const statusWords: Readonly<Record<PolicyStatus, Word>> = {
  enforced: { word: 'Enforced', tone: 'good' },
  satisfied: { word: 'Satisfied', tone: 'good' },
  violated: { word: 'Violated', tone: 'bad' },
  conflict: { word: 'Conflict', tone: 'attention' },
  invalid: { word: 'Invalid', tone: 'bad' },
  unknownKey: { word: 'Unknown key', tone: 'attention' },
  notSet: { word: 'Not set', tone: 'plain' },
};

/** The status of a row; where nobody is signed in, a rule is neither met nor broken. */
export function statusWord(status: PolicyStatus, isJudged: boolean): Word {
  return status === 'satisfied' && !isJudged
    ? { word: 'Applies', tone: 'plain' }
    : statusWords[status];
}

export const sourceWords: Readonly<Record<PolicySource['status'], Word>> = {
  absent: { word: 'Not there', tone: 'plain' },
  read: { word: 'Read', tone: 'good' },
  unreadable: { word: 'Unreadable', tone: 'bad' },
  notLookedAt: { word: 'Not looked at', tone: 'plain' },
  notTrusted: { word: 'Not trusted', tone: 'plain' },
};

export const levelWords = { enforced: 'Mandatory', default: 'Default', user: 'User' } as const;
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
  const words: Readonly<Record<PolicyAccount['result'], Word>> = {
    allowed: { word: isPreview ? 'Would stay allowed' : 'Allowed', tone: 'good' },
    hidden: { word: isPreview ? 'Would be hidden' : 'Hidden', tone: 'attention' },
    toBeSignedOut: { word: isPreview ? 'Would be signed out' : 'Will be signed out', tone: 'bad' },
    toBeUnset: { word: isPreview ? 'Would have to be unset' : 'To be unset', tone: 'bad' },
    unknown: { word: 'Unknown', tone: 'attention' },
  };
  return words[result];
}

export function methodWord(method: PolicyAccount['method']): string {
  return { chatgpt: 'ChatGPT', api: 'API key', unknown: 'Unreadable sign-in' }[method];
}

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

/** What a layer says; what cannot be understood, or is ignored, is not quoted. */
export function layerValue({ value, outcome, message }: PolicyLayer): string {
  if (value !== null) return valueText(value);
  if (outcome === 'ignored') return 'Not shown';
  return message === null ? 'Blank' : 'Not readable';
}

export function summaryTone(report: PolicyReport): Tone {
  return summaryTones[policyCondition(report)];
}

const summaryTones: Readonly<Record<PolicyCondition, Tone>> = {
  notManaged: 'plain',
  ownRules: 'plain',
  notKnown: 'plain',
  cloudUnreadable: 'attention',
  cloudRules: 'good',
  noRule: 'plain',
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

/** "4 set, 1 violated, 2 warnings". What cannot be understood is not set. */
export function countsText(report: PolicyReport): string {
  const { policies, warnings } = report;
  const count = (...statuses: PolicyStatus[]): number =>
    policies.filter(({ status }) => statuses.includes(status)).length;
  const notKnown = policies.filter((policy) => isOfUnreadable(policy, report)).length;
  const counts: readonly (readonly [number, string])[] = [
    [policies.length - count('notSet', 'unknownKey', 'invalid'), 'set'],
    [count('violated'), 'violated'],
    [count('invalid') - notKnown, 'invalid'],
    [notKnown, 'not known'],
    [count('conflict'), 'in conflict'],
    [warnings.length, warnings.length === 1 ? 'warning' : 'warnings'],
  ];
  return counts
    .filter(([number], index) => index === 0 || number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

/** Who owns a file, and who may do what with it; null where that is not known. */
export function rightsText({ owner, mode }: PolicySource): string | null {
  const parts = [owner && `owner ${owner}`, mode && `mode ${mode}`].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}
