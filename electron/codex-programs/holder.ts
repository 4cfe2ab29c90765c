import type { Credential } from '../auth/credential.ts';
import { identityOf, storedRecordOf } from '../auth/credential-facts.ts';
import { accountIdOf, accountOfRecord } from '../saved-accounts/account-of-record.ts';
import type { Holder } from './home-history.ts';

/**
 * Whose a stored sign-in is; null where it cannot be read, so that it may be anybody's. One in the
 * memory of a program is nobody's for all others.
 */
export function holderOf(credential: Credential): Holder | null {
  const nobody = { email: null, userId: null, accountId: null, id: null };
  switch (credential.kind) {
    case 'signedOut':
      return { kind: 'nobody', ...nobody };
    case 'chatgpt': {
      if (credential.source === 'ephemeral') return null;
      const { userId, accountId } = identityOf(credential.tokens);
      const { email } = credential.tokens.claims;
      return { kind: 'chatgpt', email, userId, accountId, id: idOf(credential) };
    }
    case 'apiKey':
      if (credential.origin.source === 'ephemeral') return null;
      return { kind: 'apiKey', ...nobody, id: idOf(credential) };
    case 'personalAccessToken': {
      const whoami = credential.lookUp?.kind === 'known' ? credential.lookUp.whoami : null;
      const email = whoami?.email ?? null;
      return { kind: 'personalAccessToken', ...nobody, email, id: idOf(credential) };
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return { kind: 'bedrock', ...nobody };
    case 'unusable':
      return null;
  }
}

function idOf(credential: Credential): string | null {
  const record = storedRecordOf(credential);
  const account = record && accountOfRecord(record);
  return account && accountIdOf(account);
}
