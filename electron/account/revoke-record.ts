import type { AuthRecord } from '../auth/auth-record.ts';
import { isRefreshableRecord } from '../auth/credential-facts.ts';
import { revokeDestination, type Endpoints } from '../auth/endpoints.ts';
import { requestRevocation, type RevokeOutcome } from '../auth/token-endpoint.ts';
import type { HttpClient } from '../ports.ts';

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

/** What became of it at the issuer, for people. */
export function revokedText(outcome: RevokeOutcome): string {
  switch (outcome.kind) {
    case 'revoked':
      return 'It was revoked at the issuer.';
    case 'nothing':
      return '';
    case 'failed':
      return `It could not be revoked and lives on at the issuer. ${outcome.message} End it in your account's security settings.`;
  }
}
