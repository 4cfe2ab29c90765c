import type { AppErrorCode } from '../../shared/app-error.ts';
import {
  isKeyringProblem,
  keyringProblemCodes,
  type KeyringProblemCode,
} from '../../shared/keyring-problem.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import type { AccountsFailureCode } from '../account/saved-account-commands.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';

/** Explained by `gatehouse help`. */
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
  'mode-unsupported',
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

const { done, notSignedIn, usage, ruleViolated, permanentFailure, transientFailure, storeFailure } =
  exitCodes;

const codesOfErrors: Readonly<Record<Exclude<AppErrorCode, KeyringProblemCode>, ExitCode>> = {
  'forbidden-by-rule': ruleViolated,
  'bad-request': usage,
  'api-key-empty': usage,
  'api-key-invalid': usage,
  'refresh-permanent': permanentFailure,
  'rules-unknown': storeFailure,
  'not-judged': storeFailure,
  'store-unreadable': storeFailure,
  'store-unwritable': storeFailure,
  'file-unwritable': storeFailure,
  'file-unreadable': storeFailure,
  internal: transientFailure,
  busy: transientFailure,
  'ports-busy': transientFailure,
  'exchange-failed': transientFailure,
  network: transientFailure,
  'refresh-transient': transientFailure,
  denied: notSignedIn,
  'not-entitled': notSignedIn,
  'callback-invalid': notSignedIn,
  cancelled: notSignedIn,
  'timed-out': notSignedIn,
  'another-account': notSignedIn,
  'device-code-disabled': notSignedIn,
};

/** Of a sign-in that failed. */
export function exitCodeOfError(code: AppErrorCode): ExitCode {
  return isKeyringProblem(code) ? storeFailure : codesOfErrors[code];
}

const codesOfAccounts: Readonly<
  Record<Exclude<AccountsFailureCode, KeyringProblemCode> | 'ambiguous', ExitCode>
> = {
  'not-found': usage,
  ambiguous: usage,
  'bad-label': usage,
  'in-use': done,
  'another-account': notSignedIn,
  'forbidden-by-rule': ruleViolated,
  'needs-sign-in': permanentFailure,
  'in-use-elsewhere': transientFailure,
  'sign-in-waits': transientFailure,
  'too-slow': transientFailure,
  'cannot-refresh': transientFailure,
  busy: transientFailure,
  'switch-open': storeFailure,
  'rules-unknown': storeFailure,
  'key-shut': storeFailure,
  unreadable: storeFailure,
  unwritable: storeFailure,
};

/** Of a command about saved accounts that failed. */
export function exitCodeOfAccounts(code: AccountsFailureCode | 'ambiguous'): ExitCode {
  return isKeyringProblem(code) ? storeFailure : codesOfAccounts[code];
}

/** Of a refresh that failed. */
export function exitCodeOfRefresh({ permanent }: { readonly permanent: boolean }): ExitCode {
  return permanent ? permanentFailure : transientFailure;
}
