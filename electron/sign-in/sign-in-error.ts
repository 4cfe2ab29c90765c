import type { AppError, AppErrorCode } from '../../shared/app-error.ts';
import { appCodeOf, StoreError } from '../auth/credential-store.ts';
import { HttpError } from '../ports.ts';

/** Why a sign-in did not come about. The message is for people and never holds a secret. */
export class SignInError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInError';
    this.code = code;
  }

  toAppError(): AppError {
    return { code: this.code, message: this.message };
  }
}

/** Any failure of a sign-in as a {@link SignInError}; unexpected ones keep their cause for the log. */
export function toSignInError(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof StoreError) {
    return new SignInError(appCodeOf(error.code), error.message, { cause: error });
  }
  if (error instanceof HttpError) return new SignInError('network', error.message);
  return new SignInError('internal', 'The sign-in met an unexpected problem. The log says more.', {
    cause: error,
  });
}

/** The error of a sign-in that its signal ended; the sentence is upstream's. */
export function cancelledSignIn(): SignInError {
  return new SignInError('cancelled', 'Login was not completed.');
}

/** @throws {SignInError} `cancelled` where the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelledSignIn();
}
