import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import { RequestError } from './request-error.ts';

/**
 * Lets a request pass that the rules allow.
 *
 * @throws {RequestError} `forbidden-by-rule` or `rules-unknown`
 */
export function requireRule(answer: RuleAnswer): void {
  if (answer.kind === 'allowed') return;
  const code = answer.kind === 'forbidden' ? 'forbidden-by-rule' : 'rules-unknown';
  throw new RequestError(code, answer.reason);
}
