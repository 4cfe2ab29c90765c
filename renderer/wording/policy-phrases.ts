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
  type PolicyWarning,
  type RuleCheck,
} from '../../shared/policy.ts';
import { policyPageTexts as texts } from '../../shared/texts/policy-page.ts';
import { commaList } from '../../shared/wording/lists.ts';
import {
  policyCondition,
  removalCause,
  type PolicyCondition,
} from '../../shared/wording/policy-phrases.ts';
import { exactTime } from './time-phrases.ts';
import type { Tone, Word } from './tone.ts';

/** The status of a row; where nobody is signed in, a rule is neither met nor broken. */
export function statusWord(status: PolicyStatus, isJudged: boolean): Word {
  return status === 'satisfied' && !isJudged
    ? { word: texts.statuses.applies(), tone: 'plain' }
    : { word: texts.statuses[status](), tone: statusTones[status] };
}

const statusTones: Readonly<Record<PolicyStatus, Tone>> = {
  enforced: 'good',
  satisfied: 'good',
  violated: 'bad',
  conflict: 'attention',
  invalid: 'bad',
  unknownKey: 'attention',
  notSet: 'plain',
};

/** The status of a source; one that was read may say something that is no rule. */
export function sourceWord(
  { place, status }: Pick<PolicySource, 'place' | 'status'>,
  report: Pick<PolicyReport, 'policies' | 'warnings'>,
): Word {
  return status === 'read' && hasMistakes(place, report)
    ? { word: texts.sources.statuses.readWithMistakes(), tone: 'attention' }
    : { word: texts.sources.statuses[status](), tone: sourceTones[status] };
}

function hasMistakes(
  place: string,
  { policies, warnings }: Pick<PolicyReport, 'policies' | 'warnings'>,
): boolean {
  return (
    warnings.some(({ source, kind }) => source === place && !ofPlaceItself.includes(kind)) ||
    policies.some(({ layers }) =>
      layers.some(({ source, outcome }) => source === place && outcome === 'invalid'),
    )
  );
}

/** Not about what a source says. */
const ofPlaceItself: readonly PolicyWarning['kind'][] = ['exposedSource', 'deadLink'];

const sourceTones: Readonly<Record<PolicySource['status'], Tone>> = {
  absent: 'plain',
  read: 'good',
  unreadable: 'bad',
  notLookedAt: 'plain',
  notTrusted: 'plain',
};

export function checkWord(check: RuleCheck): Word {
  return { word: texts.accounts.checks[check](), tone: checkTones[check] };
}

const checkTones: Readonly<Record<RuleCheck, Tone>> = {
  allowed: 'good',
  forbidden: 'bad',
  unknown: 'attention',
  notApplicable: 'plain',
};

/** What becomes of an account, now or, in a preview, with the file in place. */
export function resultWord(
  { result, withheld }: Pick<PolicyAccount, 'result' | 'withheld'>,
  isPreview: boolean,
): Word {
  if (withheld !== null) return { word: texts.accounts.withheld(), tone: 'bad' };
  const words = isPreview ? texts.accounts.previewed : texts.accounts.results;
  return { word: words[result](), tone: resultTones[result] };
}

const resultTones: Readonly<Record<PolicyAccount['result'], Tone>> = {
  allowed: 'good',
  hidden: 'attention',
  toBeSignedOut: 'bad',
  toBeUnset: 'bad',
  unknown: 'attention',
};

export function valueText(value: PolicyValue): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? texts.values.emptyList() : commaList(value);
}

export function effectiveValue(policy: Policy): string {
  const { value, status } = policy;
  if (value !== null) return valueText(value);
  if (isBlank(policy)) return texts.values.blank();
  return status === 'invalid' || status === 'unknownKey'
    ? texts.values.notKnown()
    : texts.values.notSet();
}

/** What a layer says; what cannot be understood, or is ignored, is not quoted. */
export function layerValue({ value, outcome, message }: PolicyLayer): string {
  if (value !== null) return valueText(value);
  if (outcome === 'ignored') return texts.values.notShown();
  return message === null ? texts.values.blank() : texts.values.notReadable();
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
  return texts.summary.removal({
    time: exactTime(Date.parse(removal.at), locale),
    cause: removalCause(removal),
  });
}

/** "4 set, 1 violated, 2 warnings". What cannot be understood is not set. */
export function countsText(report: PolicyReport): string {
  const { policies, warnings } = report;
  const count = (...statuses: PolicyStatus[]): number =>
    policies.filter(({ status }) => statuses.includes(status)).length;
  const notKnown = policies.filter((policy) => isOfUnreadable(policy, report)).length;
  return texts.summary.counts({
    set: policies.length - count('notSet', 'unknownKey', 'invalid'),
    violated: count('violated'),
    invalid: count('invalid') - notKnown,
    notKnown,
    conflicts: count('conflict'),
    warnings: warnings.length,
  });
}

/** Who owns a file, and who may do what with it; null where that is not known. */
export function rightsText({ owner, mode }: PolicySource): string | null {
  const parts = [
    owner === null ? null : texts.sources.owner({ owner }),
    mode === null ? null : texts.sources.mode({ mode }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : commaList(parts);
}
