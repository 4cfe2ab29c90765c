import { z } from 'zod';

import { statusOf } from '../base/http-answer.ts';
import type { HttpResponse } from '../ports.ts';
import { inBrackets, shownCode } from './error-codes.ts';
import { parseJson } from '../base/json.ts';

export type PermanentReason = 'expired' | 'reused' | 'revoked' | 'other';

/** Null where the issuer's answer did not help. */
export type TransientReason = 'offline' | 'unsaved' | 'locked' | null;

export type RefreshFailure =
  | { readonly permanent: true; readonly reason: PermanentReason; readonly message: string }
  | {
      readonly permanent: false;
      readonly reason: TransientReason;
      readonly message: string;
      readonly retryAfterMs?: number;
      /** A gateway says that the issuer is down. */
      readonly isOutage?: true;
    };

// The Codex CLI's sentences. Source: codex-rs/core/src/auth.rs.
export const permanentMessages = {
  expired:
    'Your access token could not be refreshed because your refresh token has expired. Please log out and sign in again.',
  reused:
    'Your access token could not be refreshed because your refresh token was already used. Please log out and sign in again.',
  revoked:
    'Your access token could not be refreshed because your refresh token was revoked. Please log out and sign in again.',
  other: 'Your access token could not be refreshed. Please log out and sign in again.',
} as const satisfies Record<PermanentReason, string>;

export const keptSentence =
  'The token was refreshed but could not be saved; Gatehouse keeps it and tries again.';

/** Source: codex-rs/login/src/auth/manager.rs. */
export const accountChangedMessage =
  'Your access token could not be refreshed because you have since logged out or signed in to another account. Please sign in again.';

/** Codes that refuse a refresh token for good: the provider's, and that of RFC 6749 section 5.2. */
export const refusalCodes = [
  'refresh_token_expired',
  'refresh_token_reused',
  'refresh_token_invalidated',
  'invalid_grant',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

const reasonByCode: Readonly<Record<RefusalCode, PermanentReason>> = {
  refresh_token_expired: 'expired',
  refresh_token_reused: 'reused',
  refresh_token_invalidated: 'revoked',
  invalid_grant: 'other',
};

/** The provider's codes count with any status, `invalid_grant` with 400 or 401 alone. */
export function refusalCodeOf({ status, body }: HttpResponse): RefusalCode | null {
  const code = errorCodeOf(body)?.toLowerCase();
  const known = refusalCodes.find((name) => name === code) ?? null;
  return known === 'invalid_grant' && status !== 400 && status !== 401 ? null : known;
}

export function failureOfRefusal(code: RefusalCode): RefreshFailure {
  return failuresByReason[reasonByCode[code]];
}

const failuresByReason: Readonly<Record<PermanentReason, RefreshFailure>> = {
  expired: permanentFailure('expired'),
  reused: permanentFailure('reused'),
  revoked: permanentFailure('revoked'),
  other: permanentFailure('other'),
};

/** Permanent for a refusal code and for 401. The body is not quoted: it may echo the token. */
export function classifyRefreshFailure(response: HttpResponse): RefreshFailure {
  const code = refusalCodeOf(response);
  if (code !== null) return failureOfRefusal(code);
  if (response.status === 401 && couldBeOfIssuer(response.body)) return permanentFailure('other');
  const shown = inBrackets(shownCode(errorCodeOf(response.body)));
  const failure = transientFailure(`Failed to refresh token: ${statusOf(response)}${shown}.`);
  const { retryAfterMs, status } = response;
  return {
    ...failure,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(outageStatuses.has(status) ? { isOutage: true } : {}),
  };
}

/** RFC 9110 section 15.6. */
const outageStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** The page of a proxy or captive portal is neither; upstream takes any 401. */
function couldBeOfIssuer(body: string): boolean {
  return body.trim() === '' || parseJson(body) !== undefined;
}

export function permanentFailure(
  reason: PermanentReason,
  message: string = permanentMessages[reason],
): RefreshFailure {
  return { permanent: true, reason, message };
}

export function transientFailure(
  message: string,
  reason: TransientReason = null,
): Extract<RefreshFailure, { permanent: false }> {
  return { permanent: false, reason, message };
}

const errorBody = z.looseObject({ error: z.unknown().optional(), code: z.unknown().optional() });
const errorObject = z.looseObject({ code: z.unknown().optional() });

/** Source: `extract_refresh_token_error_code` of codex-rs/core/src/auth.rs. */
export function errorCodeOf(body: string): string | null {
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { error, code } = parsed.data;
  const inner = errorObject.safeParse(error);
  if (inner.success && typeof inner.data.code === 'string') return inner.data.code;
  if (typeof error === 'string') return error;
  return typeof code === 'string' ? code : null;
}
