import type { AppErrorCode } from '../../shared/app-error.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';

/** A request that is refused for a reason the person may know. The message never holds a secret. */
export class RequestError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}

/** @throws {RequestError} `forbidden-by-rule`, `rules-unknown` or `not-judged`: the credential is not to be used. */
export function requireAllowed(verdict: Verdict): void {
  switch (verdict.kind) {
    case 'allowed':
      return;
    case 'violated':
      throw new RequestError('forbidden-by-rule', verdict.message);
    case 'unknown': {
      const code = verdict.because === 'rules' ? 'rules-unknown' : 'not-judged';
      throw new RequestError(code, verdict.message);
    }
  }
}

/** @throws {RequestError} `forbidden-by-rule` or `rules-unknown`, with the rule's own reason. */
export function requireRule(answer: RuleAnswer): void {
  if (answer.kind === 'allowed') return;
  const code = answer.kind === 'forbidden' ? 'forbidden-by-rule' : 'rules-unknown';
  throw new RequestError(code, answer.reason);
}
