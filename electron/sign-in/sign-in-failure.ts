import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { appCodeOf, StoreError } from '../auth/credential-store.ts';
import { AppFailure } from '../base/app-failure.ts';
import { HttpError } from '../ports.ts';

/** An error whose words are written for people, with its code; null for all others. */
export function knownFailureOf(error: unknown): AppFailure | null {
  if (error instanceof AppFailure) return error;
  if (error instanceof StoreError) {
    return new AppFailure(appCodeOf(error.code), error.message, { cause: error });
  }
  return error instanceof HttpError ? new AppFailure('network', error.message) : null;
}

/** Any failure of a sign-in; unexpected ones keep their cause for the log. */
export function signInFailureOf(error: unknown): AppFailure {
  return (
    knownFailureOf(error) ??
    new AppFailure('internal', texts.unexpected(), {
      cause: error,
    })
  );
}

/** The failure of a sign-in that its signal ended; the sentence is upstream's. */
export function cancelledSignIn(): AppFailure {
  return new AppFailure('cancelled', texts.cancelled());
}

/** @throws {AppFailure} `cancelled` where the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelledSignIn();
}
