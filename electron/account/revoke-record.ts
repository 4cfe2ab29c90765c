import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import type { AuthRecord } from '../auth/auth-record.ts';
import { isRefreshableRecord } from '../auth/credential-facts.ts';
import { revokeDestination, type Endpoints } from '../auth/endpoints.ts';
import { requestRevocation, type RevokeOutcome } from '../auth/token-endpoint.ts';
import type { HttpClient, Log } from '../ports.ts';
import { accountOfRecord } from '../saved-accounts/account-of-record.ts';
import type { AccountEntry } from '../saved-accounts/accounts-document.ts';

export interface RevokeParts {
  readonly http: HttpClient;
  readonly endpoints: Endpoints;
}

/** Revokes a sign-in that is not in use at its issuer (RFC 7009); a key cannot be revoked. */
export async function revokeRecord(
  { http, endpoints }: RevokeParts,
  record: AuthRecord,
): Promise<RevokeOutcome> {
  if (!isRefreshableRecord(record)) return { kind: 'nothing' };
  const destination = revokeDestination(endpoints, record.tokens);
  if (destination.kind === 'none') return { kind: 'failed', message: destination.message };
  const { originator } = endpoints;
  return requestRevocation({ http, destination, originator }, record.tokens);
}

/**
 * Revokes the sign-in that a renewed account leaves behind, which nobody needs, unless a home uses
 * it. Resolves to what people have to know of that.
 */
export async function revokeReplaced(
  parts: RevokeParts & { readonly log: Log },
  replaced: AuthRecord | null,
  { homes, health }: Pick<AccountEntry, 'homes' | 'health'>,
): Promise<string> {
  const digest = replaced && accountOfRecord(replaced)?.secretDigest;
  const isUsed = homes.some(({ secretDigest }) => secretDigest === digest);
  if (replaced === null || isUsed || health.kind !== 'good') return '';
  const outcome = await revokeRecord(parts, replaced);
  parts.log.info('replaced-sign-in-revoked', { outcome: outcome.kind });
  return outcome.kind === 'failed' ? texts.staysBefore({ reason: outcome.message }) : '';
}

/** What became of it at the issuer, for people. */
export function revokedText(outcome: RevokeOutcome): string {
  switch (outcome.kind) {
    case 'revoked':
      return texts.revoked();
    case 'nothing':
      return '';
    case 'failed':
      return texts.notRevoked.failed({ reason: outcome.message });
  }
}
