import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { isAccessToken, requestWhoami, type Whoami } from '../auth/personal-access-token.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { ruleForAccessToken, ruleForWorkspace } from '../policy/sign-in-rules.ts';
import { requireRule } from './rule-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { signInFailureOf, throwIfCancelled } from './sign-in-failure.ts';

/**
 * Signs in with a personal access token, as `codex login --with-access-token` does: the sign-in
 * service says whose it is, and the rules are asked before that and after.
 * @throws {AppFailure} with nothing saved
 */
export async function signInWithAccessToken(
  deps: Pick<SignInDeps, 'rules' | 'save' | 'http' | 'endpoints'>,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    requireRule(ruleForAccessToken(await deps.rules()));
    const token = readAccessToken(text);
    throwIfCancelled(signal);
    const answer = await requestWhoami(deps, token);
    throwIfCancelled(signal);
    if (answer.kind === 'refused') throw new AppFailure('denied', answer.message);
    if (answer.kind === 'failed') throw new AppFailure(answer.code, answer.message);
    const { whoami } = answer;
    requireWorkspace(await deps.rules(), whoami);
    await deps.save({ kind: 'personalAccessToken', token, whoami });
  } catch (error) {
    throw signInFailureOf(error);
  }
}

function requireWorkspace(known: KnownRules, { email, workspaceId }: Whoami): void {
  requireRule(ruleForAccessToken(known));
  requireRule(ruleForWorkspace(known, { workspaceId }), { email, workspaceId });
}

function readAccessToken(text: string): string {
  const token = text.trim();
  if (token === '') throw invalid(texts.accessToken.empty());
  if (isAccessToken(token)) return token;
  if (/^sk-/.test(token)) {
    throw invalid(texts.accessToken.apiKey());
  }
  if (/^eyJ/.test(token)) {
    throw invalid(texts.accessToken.jwt());
  }
  throw invalid(texts.accessToken.unlike());
}

function invalid(message: string): AppFailure {
  return new AppFailure('bad-request', message);
}
