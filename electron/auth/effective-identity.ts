import { decodeJwt } from 'jose';
import { z } from 'zod';

import type { TokenData } from './auth-record.ts';
import { readIdTokenClaims, type IdTokenClaims } from './id-token-claims.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/**
 * As whom Codex uses tokens. An id may be empty where one was written so: to Codex
 * that is an id like any other, which no rule names; see {@link knownId}.
 */
export interface EffectiveIdentity {
  /** The workspace that a forced rule is judged by, as the deciding token names it. */
  readonly workspaceId: string | null;
  /**
   * The workspace that requests are made for: `tokens.account_id`, else the one above.
   * Managed requirements, `codex login status` and the app-server judge by it.
   */
  readonly selectedId: string | null;
  /** `chatgpt_plan_type` of the deciding token, as it stands. */
  readonly planRaw: string | null;
  /** The token that workspace and plan are read from. */
  readonly decidedBy: 'idToken' | 'accessToken';
}

/**
 * The identity that Codex acts under. Workspace and plan come from the access token
 * where that names the `account_id` of the record, the ID token does not, and both name
 * the same user; else from the ID token. The official switch of the workspace leaves
 * such a record: it replaces the access token and `account_id`, and keeps the ID token.
 *
 * Ids are compared as they are written, and one that is missing equals one that is
 * missing. An access token that cannot be read as a JWT decides nothing.
 *
 * Source: seen with Codex CLI 0.171.0 (`exec`, `login status`, `account/read`).
 */
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

/** An id that says something; null for one that is missing, empty or blank. */
export function knownId(id: string | null): string | null {
  return id === null || trimWhiteSpace(id) === '' ? null : id;
}

/** The workspace to name to people: the effective one, else that of requests; null where neither says one. */
export function namedWorkspaceOf(tokens: TokenData): string | null {
  const { workspaceId, selectedId } = effectiveIdentityOf(tokens);
  return knownId(workspaceId) ?? knownId(selectedId);
}

/** Claims of the access token where it decides, else null. */
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
  'https://api.openai.com/auth': z
    .object({ chatgpt_user_id: z.string().nullish(), user_id: z.string().nullish() })
    .nullish(),
});

/** The user as a token that can be read names it, which may be with an empty text. */
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
