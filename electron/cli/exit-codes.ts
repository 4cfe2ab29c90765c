import type { AppErrorCode } from '../../shared/app-error.ts';

/** What a run ended with, for scripts. Printed by `gatehouse --help`. */
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

const storeFailures: readonly string[] = [
  'store-unreadable',
  'store-unknown',
  'keyring-locked',
  'keyring-unavailable',
  'record-invalid',
];

/** Whether a problem with the credential is one of the store, and not of what is in it. */
export function isStoreFailure(problemCode: string): boolean {
  return storeFailures.includes(problemCode);
}

/** Exit code of a sign-in or sign-out that failed with this error. */
export function exitCodeOfError(code: AppErrorCode): ExitCode {
  switch (code) {
    case 'forbidden-by-rule':
    case 'rules-unknown':
      return exitCodes.ruleViolated;
    case 'bad-request':
    case 'api-key-empty':
      return exitCodes.usage;
    case 'refresh-permanent':
      return exitCodes.permanentFailure;
    case 'store-unreadable':
    case 'store-unwritable':
    case 'keyring-locked':
    case 'keyring-unavailable':
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
