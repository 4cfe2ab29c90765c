import { decodeJwt } from 'jose';
import * as z from 'zod/mini';

import type { TokenData } from './auth-record.ts';
import { readIdTokenClaims, type IdTokenClaims } from './id-token-claims.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/** As whom Codex uses tokens. An empty id is one that no rule names, see {@link knownId}. */
export interface EffectiveIdentity {
  /** By which a forced rule judges. */
  readonly workspaceId: string | null;
  /** For requests, managed requirements, `codex login status` and the app-server. */
  readonly selectedId: string | null;
  readonly planRaw: string | null;
  readonly decidedBy: 'idToken' | 'accessToken';
}

/** The access token decides if it alone names `account_id`, for one user (Codex CLI 0.171.0). */
export function effectiveIdentityOf(tokens: TokenData): EffectiveIdentity {
  const { accountId, claims } = tokens;
  const access = claims.workspaceId === accountId ? null : switchedClaims(tokens);
  const { workspaceId, planRaw } = access ?? claims;
  return {
    workspaceId,
    selectedId: accountId ?? workspaceId,
    planRaw,
    decidedBy: access === null ? 'idToken' : 'accessToken',
  };
}

/** Null also for an empty or blank id. */
export function knownId(id: string | null): string | null {
  return id === null || trimWhiteSpace(id) === '' ? null : id;
}

export function namedWorkspaceOf(tokens: TokenData): string | null {
  const { workspaceId, selectedId } = effectiveIdentityOf(tokens);
  return knownId(workspaceId) ?? knownId(selectedId);
}

function switchedClaims({
  accessToken,
  idToken,
  claims,
  accountId,
}: TokenData): IdTokenClaims | null {
  const read = readIdTokenClaims(accessToken);
  if (!read.ok || read.claims.workspaceId !== accountId) return null;
  const isSameUser = userClaimOf(accessToken, read.claims) === userClaimOf(idToken, claims);
  return isSameUser ? read.claims : null;
}

const userClaims = z.object({
  'https://api.openai.com/auth': z.nullish(
    z.object({ chatgpt_user_id: z.nullish(z.string()), user_id: z.nullish(z.string()) }),
  ),
});

function userClaimOf(token: string, { userId }: IdTokenClaims): string | null {
  try {
    // Codex ignores what comes after the third part.
    const payload = decodeJwt(token.split('.').slice(0, 3).join('.'));
    const auth = userClaims.safeParse(payload).data?.['https://api.openai.com/auth'];
    return auth?.chatgpt_user_id ?? auth?.user_id ?? null;
  } catch {
    return userId;
  }
}
