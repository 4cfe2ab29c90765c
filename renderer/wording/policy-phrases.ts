import {
  isBlank,
  isMisplaced,
  isOfUnreadable,
  isPending,
  isUnjudged,
  type CandidateKind,
  type Policy,
  type PolicyAccount,
  type PolicyLayer,
  type PolicyPreview,
  type PolicyRemoval,
  type PolicyReport,
  type PolicySource,
  type PolicyStatus,
  type PolicyValue,
  type RuleCheck,
} from '../../shared/policy.ts';
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
export function resultWord(result: PolicyAccount['result'], isPreview: boolean): Word {
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

/** How far the workspace of an account is proven; null where there is nothing to prove. */
export function evidenceText({ evidence, evidenceMessage }: PolicyAccount): string | null {
  if (evidence === 'none') return null;
  if (evidence === 'verified') return 'Workspace verified by a key of the sign-in service.';
  const said = evidence === 'pending' ? 'and not verified yet' : 'but not verified';
  return evidenceMessage === null
    ? `Workspace read, ${said}.`
    : `Workspace read, ${said}: ${evidenceMessage}.`;
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

/** "line 3, column 1", as far as it is known; null where it is not. */
export function positionPhrase(place: {
  readonly line: number | null;
  readonly column: number | null;
}): string | null {
  if (place.line === null) return null;
  return place.column === null
    ? `line ${place.line}`
    : `line ${place.line}, column ${place.column}`;
}

/** With the full stop that some sentences of the Codex CLI lack, so that another can follow. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

interface Summary {
  readonly title: string;
  readonly text: string;
  readonly tone: Tone;
}

/** The band at the top of the page. */
export function summaryOf(report: PolicyReport): Summary {
  switch (report.state) {
    case 'notManaged':
      return {
        title: 'Not managed',
        text: 'No administrator enforces a rule on this device.',
        tone: 'plain',
      };
    case 'compliant':
      return { title: 'Compliant', text: 'All rules that apply here are met.', tone: 'good' };
    case 'actionNeeded':
      return {
        title: 'Action needed',
        text: 'At least one rule is not met, or contradicts another one.',
        tone: 'attention',
      };
    case 'error':
      if (isMisplaced(report)) {
        return {
          title: 'Error',
          text: 'No policy of this file has a meaning in the place that it was taken for. It would do nothing there.',
          tone: 'bad',
        };
      }
      if (isUnjudged(report) && isPending(report)) {
        return {
          title: 'Cannot be judged yet',
          text: 'The workspace of the sign-in here could not be verified so far. The sign-in is kept and not used meanwhile.',
          tone: 'attention',
        };
      }
      return {
        title: 'Error',
        text: isUnjudged(report)
          ? 'It cannot be judged whether the sign-in here meets the rules. Nothing is removed because of it.'
          : 'At least one rule cannot be read or understood. Nothing is removed because of it.',
        tone: 'bad',
      };
  }
}

export const candidateFiles: Readonly<Record<CandidateKind, string>> = {
  requirements: 'requirements.toml',
  managedConfig: 'managed_config.toml',
};

/** What a person should know of how the kind of a previewed file was found; null where nothing. */
export function kindNote({ because }: Pick<PolicyPreview, 'because'>): string | null {
  switch (because) {
    case 'asked':
    case 'name':
      return null;
    case 'keys':
      return 'Its name does not say which file it is; its keys have a meaning in this one only.';
    case 'assumed':
      return 'Neither its name nor its keys say which file it is, so that this one is assumed.';
  }
}

/** What becomes or became of a sign-in that a rule forbids. */
export function removalText(
  { state, at, rule, source, line }: PolicyRemoval,
  locale: string,
): { readonly term: string; readonly text: string } {
  const position = line === null ? '' : `, line ${line}`;
  const place = source === null ? '' : ` in ${source}${position}`;
  const text = `${exactTime(Date.parse(at), locale)}, because of ${rule ?? 'a rule'}${place}`;
  switch (state) {
    case 'announced':
      return { term: 'The sign-in is removed', text };
    case 'done':
      return { term: 'The sign-in was removed', text };
    case 'failed':
      return { term: 'The sign-in could not be removed', text };
  }
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
