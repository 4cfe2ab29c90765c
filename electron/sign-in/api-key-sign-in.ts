import { AppFailure } from '../base/app-failure.ts';
import { readApiKey } from './api-key.ts';
import { requireMethod } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { signInFailureOf, throwIfCancelled } from './sign-in-failure.ts';

/**
 * Signs in with an API key, after a look at whether it can be one. Nothing is checked
 * online, as upstream (codex-rs/cli/src/login.rs).
 *
 * @throws {AppFailure} and nothing was saved.
 */
export async function signInWithApiKey(
  deps: Pick<SignInDeps, 'rules' | 'save'>,
  apiKey: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    requireMethod(await deps.rules(), 'api');
    const read = readApiKey(apiKey);
    if (!read.ok) throw new AppFailure(read.code, read.message);
    throwIfCancelled(signal);
    await deps.save({ kind: 'apiKey', apiKey: read.apiKey });
  } catch (error) {
    throw signInFailureOf(error);
  }
}
