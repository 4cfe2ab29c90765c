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
import { policySummaryTexts as texts } from '../texts/policy-summaries.ts';
import { placePhrase } from './rule-place.ts';

export type PolicyCondition = keyof typeof texts.summaries;

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
export function policySummary(report: PolicyReport): {
  readonly title: string;
  readonly text: string;
} {
  const { title, text } = texts.summaries[policyCondition(report)];
  return { title: title(), text: text() };
}

/** "because of forced_login_method in /etc/codex/managed_config.toml, line 3". */
export function removalCause({
  rule,
  source,
  line,
}: Pick<PolicyRemoval, 'rule' | 'source' | 'line'>): string {
  const causes = texts.removalCauses;
  if (source === null) return rule === null ? causes.aRule() : causes.rule({ rule });
  const place = placePhrase({ source, line, column: null });
  return rule === null ? causes.aRuleIn({ place }) : causes.ruleIn({ rule, place });
}

/** How far the workspace of an account is proven; null where there is nothing to prove. */
export function evidenceText({
  evidence,
  evidenceMessage,
}: Pick<PolicyAccount, 'evidence' | 'evidenceMessage'>): string | null {
  if (evidence === 'none') return null;
  const { verified, pending, pendingBecause, unverified, unverifiedBecause } = texts.evidence;
  if (evidence === 'verified') return verified();
  const problem = evidenceMessage;
  if (evidence === 'pending') return problem === null ? pending() : pendingBecause({ problem });
  return problem === null ? unverified() : unverifiedBecause({ problem });
}

export const candidateFiles: Readonly<Record<CandidateKind, string>> = {
  requirements: 'requirements.toml',
  managedConfig: 'managed_config.toml',
};

/** The name that a deployed file of a kind has: Codex reads no managed_config.toml on Windows. */
export function candidateFile(kind: CandidateKind, platform: string): string {
  return kind === 'managedConfig' && platform === 'win32' ? 'config.toml' : candidateFiles[kind];
}

/** What a person should know of how the kind of a previewed file was found; null where nothing. */
export function kindNote({
  name,
  kind,
  because,
  report: { platform },
}: Pick<PolicyPreview, 'name' | 'kind' | 'because'> & {
  readonly report: Pick<PolicyReport, 'platform'>;
}): string | null {
  const file = candidateFile(kind, platform);
  switch (because) {
    case 'asked':
    case 'name':
      return null;
    case 'keys':
      return texts.previewed.byKeys({ name, file });
    case 'assumed':
      return texts.previewed.assumed({ name, file });
  }
}
