import { defineTexts } from './define-texts.ts';

/** The state of all login rules, what becomes of a sign-in that one forbids, and how files were taken. */
export const policySummaryTexts = defineTexts({
  summaries: {
    notManaged: {
      title: 'Not managed',
      text: 'Your organisation doesn’t manage this device.',
    },
    ownRules: {
      title: 'Not managed',
      text: 'Your organisation doesn’t manage this device. You can change these settings.',
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
      title: 'Codex does not start',
      text: 'What is set here keeps it from starting: see the warnings. Nothing is removed until that is corrected.',
    },
    actionNeeded: {
      title: 'Action needed',
      text: 'At least one rule is not met, or contradicts another one.',
    },
    misplaced: {
      title: 'This file would do nothing',
      text: 'No policy in it has a meaning in the place that it was taken for.',
    },
    pending: {
      title: 'Cannot be judged yet',
      text: 'The workspace of the sign-in here could not be verified so far. The sign-in is kept and not used meanwhile.',
    },
    unjudged: {
      title: 'Cannot be judged',
      text: 'Whether the sign-in here meets the rules is not known. Nothing is removed because of it.',
    },
    unknown: {
      title: 'A rule cannot be read',
      text: 'Nothing is removed because of it: see the warnings.',
    },
  },
  /** Of a sign-in that a rule forbids, followed by the time. */
  removals: {
    announced: 'The sign-in is removed',
    done: 'The sign-in was removed',
    failed: 'The sign-in could not be removed',
  },
  removalCauses: {
    aRule: 'because of a rule',
    aRuleIn: 'because of a rule in {place}',
    rule: 'because of {rule}',
    ruleIn: 'because of {rule} in {place}',
  },
  evidence: {
    verified: 'Workspace verified by a key of the sign-in service.',
    pending: 'Workspace read, and not verified yet.',
    pendingBecause: 'Workspace read, and not verified yet: {problem}.',
    unverified: 'Workspace read, but not verified.',
    unverifiedBecause: 'Workspace read, but not verified: {problem}.',
  },
  previewed: {
    byKeys: '{name} is taken as a {file}, for its keys have a meaning there only.',
    assumed: 'Neither the name nor the keys of {name} say which file it is: a {file} is assumed.',
  },
});
