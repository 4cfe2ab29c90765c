import { requireMethod } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { SignInError, throwIfCancelled, toSignInError } from './sign-in-error.ts';

/**
 * Signs in with an API key. The key is trimmed and taken as it is: nothing is
 * checked online, as upstream (codex-rs/cli/src/login.rs).
 *
 * @throws {SignInError} and nothing was saved.
 */
export async function signInWithApiKey(
  deps: Pick<SignInDeps, 'rules' | 'save'>,
  apiKey: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    requireMethod(await deps.rules(), 'api');
    const trimmed = apiKey.trim();
    if (trimmed === '') throw new SignInError('api-key-empty', 'No API key provided.');
    throwIfCancelled(signal);
    await deps.save({ kind: 'apiKey', apiKey: trimmed });
  } catch (error) {
    throw toSignInError(error);
  }
}
