import {
  isMisplaced,
  isNotLoaded,
  isPending,
  isUnjudged,
  type CandidateKind,
  type PolicyAccount,
  type PolicyPreview,
  type PolicyRemoval,
  type PolicyReport,
} from '../policy.ts';
import { placePhrase } from './rule-place.ts';

const summaries = {
  notManaged: {
    title: 'Not managed',
    text: 'No administrator enforces a rule on this device.',
  },
  ownRules: {
    title: 'Not managed',
    text: 'No administrator enforces a rule on this device. What is set here, its user can change.',
  },
  notKnown: {
    title: 'Not known yet',
    text: 'No rule of this device is broken. What your workspace demands is not known: see the cloud rules.',
  },
  cloudUnreadable: {
    title: 'Not known',
    text: 'No rule that Gatehouse can read is broken. There are cloud rules that it cannot read.',
  },
  cloudRules: {
    title: 'Compliant',
    text: 'The rules that your workspace sets are met. Your config.toml can override them.',
  },
  noRule: {
    title: 'Not managed',
    text: 'There is a managed file, but nothing in it is a rule about signing in.',
  },
  compliant: { title: 'Compliant', text: 'All rules that apply here are met.' },
  attention: {
    title: 'Needs attention',
    text: 'The rules that apply here are met, but a managed file has to be corrected: see the warnings.',
  },
  notLoaded: {
    title: 'Error',
    text: 'Codex does not start with what is set here: see the warnings. Nothing is removed until that is corrected.',
  },
  actionNeeded: {
    title: 'Action needed',
    text: 'At least one rule is not met, or contradicts another one.',
  },
  misplaced: {
    title: 'Error',
    text: 'No policy of this file has a meaning in the place that it was taken for. It would do nothing there.',
  },
  pending: {
    title: 'Cannot be judged yet',
    text: 'The workspace of the sign-in here could not be verified so far. The sign-in is kept and not used meanwhile.',
  },
  unjudged: {
    title: 'Error',
    text: 'It cannot be judged whether the sign-in here meets the rules. Nothing is removed because of it.',
  },
  unknown: {
    title: 'Error',
    text: 'At least one rule cannot be read or understood. Nothing is removed because of it.',
  },
} as const satisfies Record<string, { readonly title: string; readonly text: string }>;

export type PolicyCondition = keyof typeof summaries;

/** The state of a report, and what is behind it: of an error, or where nobody manages. */
export function policyCondition(report: PolicyReport): PolicyCondition {
  const { state, policies, managedBy, cloud } = report;
  if (state === 'notManaged') {
    // Rules act there as well, and may have removed a sign-in.
    const isOwn = policies.some(({ level, value }) => level !== 'enforced' && value !== null);
    return isOwn ? 'ownRules' : managedBy.length > 0 ? 'noRule' : 'notManaged';
  }
  if (state === 'notKnown' && cloud.kind === 'otherVersion') return 'cloudUnreadable';
  if (state === 'compliant' && managedBy.length === 0) return 'cloudRules';
  if (state !== 'error') return state;
  if (isMisplaced(report)) return 'misplaced';
  if (isNotLoaded(report)) return 'notLoaded';
  if (!isUnjudged(report)) return 'unknown';
  return isPending(report) ? 'pending' : 'unjudged';
}

/** The same in words: a title, and a sentence or two. */
export function policySummary(report: PolicyReport) {
  return summaries[policyCondition(report)];
}

/** What becomes or became of a sign-in that a rule forbids, to be followed by the time. */
export function removalPhrase({ state }: Pick<PolicyRemoval, 'state'>): string {
  const phrases: Readonly<Record<PolicyRemoval['state'], string>> = {
    announced: 'The sign-in is removed',
    done: 'The sign-in was removed',
    failed: 'The sign-in could not be removed',
  };
  return phrases[state];
}

/** "because of forced_login_method in /etc/codex/managed_config.toml, line 3". */
export function removalCause({
  rule,
  source,
  line,
}: Pick<PolicyRemoval, 'rule' | 'source' | 'line'>): string {
  const place = source === null ? '' : ` in ${placePhrase({ source, line, column: null })}`;
  return `because of ${rule ?? 'a rule'}${place}`;
}

/** How far the workspace of an account is proven; null where there is nothing to prove. */
export function evidenceText({
  evidence,
  evidenceMessage,
}: Pick<PolicyAccount, 'evidence' | 'evidenceMessage'>): string | null {
  if (evidence === 'none') return null;
  if (evidence === 'verified') return 'Workspace verified by a key of the sign-in service.';
  const said = evidence === 'pending' ? 'and not verified yet' : 'but not verified';
  return evidenceMessage === null
    ? `Workspace read, ${said}.`
    : `Workspace read, ${said}: ${evidenceMessage}.`;
}

export const candidateFiles: Readonly<Record<CandidateKind, string>> = {
  requirements: 'requirements.toml',
  managedConfig: 'managed_config.toml',
};

/** What a person should know of how the kind of a previewed file was found; null where nothing. */
export function kindNote({
  name,
  kind,
  because,
}: Pick<PolicyPreview, 'name' | 'kind' | 'because'>): string | null {
  const file = candidateFiles[kind];
  switch (because) {
    case 'asked':
    case 'name':
      return null;
    case 'keys':
      return `${name} is taken as a ${file}, for its keys have a meaning there only.`;
    case 'assumed':
      return `Neither the name nor the keys of ${name} say which file it is: a ${file} is assumed.`;
  }
}
