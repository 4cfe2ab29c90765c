import type { IssuerAccount } from '../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer, SeedOverrides } from '../electron/testing/issuer/embedded-issuer.ts';

/** An auth.json as the Codex CLI writes it after a ChatGPT sign-in. */
export async function chatgptRecord(
  issuer: EmbeddedIssuer,
  account: IssuerAccount,
  overrides: SeedOverrides = {},
): Promise<Record<string, unknown>> {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: await issuer.issueTokens(account, overrides),
    last_refresh: new Date().toISOString(),
  };
}
