import type { AccountState, ModelProvider } from '../app-state.ts';
import { credentialsInUseTexts } from '../texts/credentials-in-use.ts';

/**
 * That Codex works without the sign-in here, as a sentence; null where it takes it, as Amazon
 * Bedrock takes a sign-in for it.
 */
export function providerText(
  provider: ModelProvider | null,
  signIn: AccountState['kind'] | null,
): string | null {
  if (provider === null || provider.needsSignIn) return null;
  const isForBedrock = signIn === 'bedrockApiKey' || signIn === 'bedrockAccessKeys';
  if (isForBedrock && provider.id === 'amazon-bedrock') return null;
  return credentialsInUseTexts.provider({ provider: provider.id });
}
