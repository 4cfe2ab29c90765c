import type { IdTokenClaims } from '../auth/id-token-claims.ts';
import type { KnownRules, LoginMethod } from '../policy/login-rules.ts';
import { ruleForMethod, ruleForWorkspace, type RuleAnswer } from '../policy/sign-in-rules.ts';
import { SignInError } from './sign-in-error.ts';

/** @throws {SignInError} `forbidden-by-rule` or `rules-unknown`. */
export function requireMethod(known: KnownRules, method: LoginMethod): void {
  enforce(ruleForMethod(known, method));
}

/**
 * Asks about fresh tokens, by rules that were read after the tokens came.
 *
 * @throws {SignInError} `forbidden-by-rule` or `rules-unknown`; nothing may be saved then.
 */
export function requireTokens(known: KnownRules, claims: IdTokenClaims): void {
  enforce(ruleForMethod(known, 'chatgpt'));
  enforce(ruleForWorkspace(known, claims));
}

function enforce(answer: RuleAnswer): void {
  switch (answer.kind) {
    case 'allowed':
      return;
    case 'forbidden':
      throw new SignInError('forbidden-by-rule', answer.reason);
    case 'unknown':
      throw new SignInError('rules-unknown', answer.reason);
  }
}
