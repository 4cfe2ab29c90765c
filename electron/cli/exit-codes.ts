import type { AppErrorCode } from '../../shared/app-error.ts';
import { isKeyringProblem, keyringProblemCodes } from '../../shared/keyring-problem.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';

/** Explained by `gatehouse --help`. */
export const exitCodes = {
  done: 0,
  notSignedIn: 1,
  usage: 2,
  ruleViolated: 3,
  permanentFailure: 4,
  transientFailure: 5,
  storeFailure: 6,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const storeFailures: readonly ProblemCode[] = [
  'store-unreadable',
  'store-unknown',
  ...keyringProblemCodes,
  'record-invalid',
  'not-judged',
];

/** Whether the problem is that what is stored cannot be read or judged. */
export function isStoreFailure(problemCode: ProblemCode): boolean {
  return storeFailures.includes(problemCode);
}

/** Of a command that a verdict, or a rule of its own, holds back. */
export function exitCodeOfRefusal(
  kind: Exclude<Verdict['kind'] | RuleAnswer['kind'], 'allowed'>,
): ExitCode {
  return kind === 'unknown' ? exitCodes.storeFailure : exitCodes.ruleViolated;
}

/** Of a sign-in that failed. */
export function exitCodeOfError(code: AppErrorCode): ExitCode {
  if (isKeyringProblem(code)) return exitCodes.storeFailure;
  switch (code) {
    case 'forbidden-by-rule':
      return exitCodes.ruleViolated;
    case 'bad-request':
    case 'api-key-empty':
    case 'api-key-invalid':
      return exitCodes.usage;
    case 'refresh-permanent':
      return exitCodes.permanentFailure;
    case 'rules-unknown':
    case 'not-judged':
    case 'store-unreadable':
    case 'store-unwritable':
    case 'file-unwritable':
    case 'file-unreadable':
      return exitCodes.storeFailure;
    case 'internal':
    case 'busy':
    case 'ports-busy':
    case 'exchange-failed':
    case 'network':
    case 'refresh-transient':
      return exitCodes.transientFailure;
    case 'denied':
    case 'not-entitled':
    case 'callback-invalid':
    case 'cancelled':
    case 'timed-out':
    case 'device-code-disabled':
      return exitCodes.notSignedIn;
  }
}
