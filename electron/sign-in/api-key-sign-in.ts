import { readApiKey } from './api-key.ts';
import { requireMethod } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { SignInError, throwIfCancelled, toSignInError } from './sign-in-error.ts';

/**
 * Signs in with an API key, after a look at whether it can be one. Nothing is checked
 * online, as upstream (codex-rs/cli/src/login.rs).
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
    const read = readApiKey(apiKey);
    if (!read.ok) throw new SignInError(read.code, read.message);
    throwIfCancelled(signal);
    await deps.save({ kind: 'apiKey', apiKey: read.apiKey });
  } catch (error) {
    throw toSignInError(error);
  }
}
