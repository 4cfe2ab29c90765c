import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import { requestWhoami } from '../auth/personal-access-token.ts';
import type { Credential } from '../auth/credential.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import { restrictionVerdict } from '../policy/restriction-verdict.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import { ruleForMethod } from '../policy/sign-in-rules.ts';
import { factsOf, methodOf } from '../policy/stored-violations.ts';
import type { Evidence, Verdict } from '../policy/verdict.ts';
import { verdictText } from '../policy/violation-text.ts';
import type { HttpClient, Now } from '../ports.ts';

export interface UseVerdictParts {
  readonly rules: Pick<RulesOwner, 'get'>;
  readonly inForce: Pick<RulesInForce, 'settingsFor'>;
  readonly evidence: (credential: Credential) => Evidence;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  readonly http: HttpClient;
  readonly endpoints: Endpoints;
  readonly now: Now;
}

export interface UseRefusal {
  readonly code: 'not-usable' | 'forbidden-by-rule' | 'rules-unknown';
  readonly message: string;
}

/**
 * Why a sign-in that is not in use may not be put into use; null where it may. Whose a personal
 * access token is, the sign-in service is asked where a rule needs it: a person has asked for this.
 */
export async function useRefusal(
  parts: UseVerdictParts,
  credential: Credential,
): Promise<UseRefusal | null> {
  const { rules, inForce, evidence, now } = parts;
  const loginMethod = credential.kind === 'unusable' ? null : methodOf(factsOf(credential));
  if (loginMethod === null) {
    return { code: 'not-usable', message: texts.kindNotUsable() };
  }
  const method = ruleForMethod(rules.get().rules, loginMethod);
  if (method.kind !== 'allowed') return { code: ruleCodes[method.kind], message: method.reason };
  const judged = (one: Credential): Verdict =>
    restrictionVerdict(inForce.settingsFor(one).rules, one, evidence(one));
  let verdict = judged(credential);
  if (verdict.kind === 'unknown' && credential.kind === 'personalAccessToken') {
    const answer = await requestWhoami(parts, credential.token);
    if (answer.kind === 'failed') return { code: 'rules-unknown', message: answer.message };
    verdict = judged({ ...credential, lookUp: { ...answer, at: now() } });
  }
  if (verdict.kind === 'allowed') return null;
  const code = verdict.kind === 'violated' ? 'forbidden-by-rule' : 'rules-unknown';
  return { code, message: verdictText(verdict, parts.workspaceNames.get(), 'account') };
}

export const ruleCodes = { forbidden: 'forbidden-by-rule', unknown: 'rules-unknown' } as const;
