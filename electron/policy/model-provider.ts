import type { ModelProvider, Problem } from '../../shared/app-state.ts';
import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import type { Credential } from '../auth/credential.ts';
import { shownName } from '../base/unseen-characters.ts';
import type { CodexConfig } from './codex-config.ts';
import { mergedConfig } from './config-check.ts';
import { isTable, memberOf } from './toml-table.ts';

/** Codex's own providers that take no sign-in (Codex CLI 0.171.0). */
const withoutSignIn = ['ollama', 'lmstudio', 'amazon-bedrock'];

/**
 * The provider that Codex uses here, and whether it takes the sign-in, as `requiresOpenaiAuth` of
 * `account/read` says it (Codex CLI 0.171.0); null where the settings do not tell. Login rules
 * count for every provider.
 */
export function modelProviderOf({
  layers,
  documents,
}: Pick<CodexConfig, 'layers' | 'documents'>): ModelProvider | null {
  const ofConfig = layers
    .filter(({ family }) => family === 'config')
    .flatMap(({ place }) => documents.get(place) ?? []);
  if (ofConfig.some(({ kind }) => kind === 'unknown')) return null;
  const merged = mergedConfig({ layers, documents });
  const chosen = memberOf(merged, 'model_provider') ?? 'openai';
  if (typeof chosen !== 'string') return null;
  const id = shownName(chosen);
  if (chosen === 'openai') return { id, needsSignIn: true };
  if (withoutSignIn.includes(chosen)) return { id, needsSignIn: false };
  const own = memberOf(memberOf(merged, 'model_providers'), chosen);
  return isTable(own) ? { id, needsSignIn: own['requires_openai_auth'] === true } : null;
}

/** Why Codex cannot use a token that was refused, or a sign-in for another provider; else null. */
export function useProblemOf(
  credential: Credential,
  provider: ModelProvider | null,
): Problem | null {
  if (credential.kind === 'personalAccessToken' && credential.lookUp?.kind === 'refused') {
    return { code: 'token-refused', message: credential.lookUp.message };
  }
  const isBedrock = credential.kind === 'bedrockApiKey' || credential.kind === 'bedrockAccessKeys';
  // Seen with Codex CLI 0.171.0.
  if (!isBedrock || provider === null || provider.id === 'amazon-bedrock') return null;
  const fact = texts.stored.wrongProvider({ provider: provider.id });
  return { code: 'other-provider', message: `${fact} ${texts.stored.useBedrock()}` };
}
