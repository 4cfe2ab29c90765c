import type { TriedSignIn } from '../../shared/wording/broken-rule.ts';
import type { IdTokenClaims } from '../auth/id-token-claims.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { KnownRules, LoginMethod } from '../policy/login-rules.ts';
import { ruleForMethod, ruleForWorkspace, type RuleAnswer } from '../policy/sign-in-rules.ts';

/** @throws {AppFailure} as {@link requireRule}. */
export function requireMethod(known: KnownRules, method: LoginMethod): void {
  requireRule(ruleForMethod(known, method));
}

/** Checks fresh tokens by rules read after they came. @throws {AppFailure} as {@link requireRule}. */
export function requireTokens(known: KnownRules, claims: IdTokenClaims): void {
  requireRule(ruleForMethod(known, 'chatgpt'));
  const { email, workspaceId } = claims;
  requireRule(ruleForWorkspace(known, claims), { email, workspaceId });
}

/** @throws {AppFailure} `forbidden-by-rule` or `rules-unknown`, with the rule's own reason. */
export function requireRule(answer: RuleAnswer, tried?: TriedSignIn): void {
  if (answer.kind === 'allowed') return;
  const code = answer.kind === 'forbidden' ? 'forbidden-by-rule' : 'rules-unknown';
  throw new AppFailure(code, answer.reason, tried && { tried });
}
