import type { AppErrorCode } from '../shared/app-error.ts';
import { keyringProblemCodes } from '../shared/keyring-problem.ts';

/** Failures of a sign-in whose cause can lie on this device or in its network. */
const diagnosable: readonly AppErrorCode[] = [
  'callback-invalid',
  'exchange-failed',
  ...keyringProblemCodes,
  'network',
  'ports-busy',
  'store-unreadable',
  'store-unwritable',
  'timed-out',
];

/** Whether the diagnostics may find why this has happened. */
export function isDiagnosable(code: AppErrorCode): boolean {
  return diagnosable.includes(code);
}
