import { isMisplaced, isNotLoaded, isPending, isUnjudged, type PolicyReport } from '../policy.ts';

/** The state of a report, and what is behind it: of an error, or where nobody manages. */
export type PolicyCondition =
  | 'notManaged'
  | 'ownRules'
  | 'compliant'
  | 'attention'
  | 'actionNeeded'
  | 'notLoaded'
  | 'misplaced'
  | 'pending'
  | 'unjudged'
  | 'unknown';

export interface PolicySummary {
  readonly title: string;
  /** One sentence or two. */
  readonly text: string;
}

/** What a report comes to. */
export function policyCondition(report: PolicyReport): PolicyCondition {
  const { state, policies } = report;
  // Rules act there as well, and may have removed a sign-in.
  if (state === 'notManaged' && policies.some(({ value }) => value !== null)) return 'ownRules';
  if (state !== 'error') return state;
  if (isMisplaced(report)) return 'misplaced';
  if (isNotLoaded(report)) return 'notLoaded';
  if (!isUnjudged(report)) return 'unknown';
  return isPending(report) ? 'pending' : 'unjudged';
}

/** The same in words, for the window and the command line. */
export function policySummary(report: PolicyReport): PolicySummary {
  return summaries[policyCondition(report)];
}

const summaries: Readonly<Record<PolicyCondition, PolicySummary>> = {
  notManaged: {
    title: 'Not managed',
    text: 'No administrator enforces a rule on this device.',
  },
  ownRules: {
    title: 'Not managed',
    text: 'No administrator enforces a rule on this device. What is set here, its user can change.',
  },
  compliant: { title: 'Compliant', text: 'All rules that apply here are met.' },
  attention: {
    title: 'Needs attention',
    text: 'The rules that apply here are met, but something in a managed file does nothing: see the warnings.',
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
};
