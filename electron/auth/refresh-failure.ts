import { z } from 'zod';

import { statusOf } from '../base/http-answer.ts';
import type { HttpResponse } from '../ports.ts';
import { inBrackets, shownCode } from './error-codes.ts';
import { parseJson } from '../base/json.ts';

export type PermanentReason = 'expired' | 'reused' | 'revoked' | 'other';

/** Why a refresh failed for now; null where the issuer's answer did not help. */
export type TransientReason =
  /** Nobody answered. */
  | 'offline'
  /** The new tokens are here and could not be saved yet. */
  | 'unsaved'
  /** Another program holds the sign-in. */
  | 'locked'
  | null;

/** Why a refresh failed: for good, so that only a new sign-in helps, or for now. */
export type RefreshFailure =
  | { readonly permanent: true; readonly reason: PermanentReason; readonly message: string }
  | {
      readonly permanent: false;
      readonly reason: TransientReason;
      readonly message: string;
      /** Milliseconds that the server asked to be left alone for. */
      readonly retryAfterMs?: number;
      /** The issuer is away, says whoever stands before it. */
      readonly isOutage?: true;
    };

// The sentences that people know from the Codex CLI. Source: codex-rs/core/src/auth.rs.
export const permanentMessages = {
  expired:
    'Your access token could not be refreshed because your refresh token has expired. Please log out and sign in again.',
  reused:
    'Your access token could not be refreshed because your refresh token was already used. Please log out and sign in again.',
  revoked:
    'Your access token could not be refreshed because your refresh token was revoked. Please log out and sign in again.',
  other: 'Your access token could not be refreshed. Please log out and sign in again.',
} as const satisfies Record<PermanentReason, string>;

/** What a failure to save new tokens begins with, while the program that holds them runs. */
export const keptSentence =
  'The token was refreshed but could not be saved; Gatehouse keeps it and tries again.';

/** Source: codex-rs/login/src/auth/manager.rs; codex-rs of January 2026 did not have it. */
export const accountChangedMessage =
  'Your access token could not be refreshed because you have since logged out or signed in to another account. Please sign in again.';

/**
 * The codes by which an issuer refuses a refresh token for good, and says so of the token:
 * those of the provider, and that of RFC 6749 section 5.2.
 */
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

/**
 * The code by which an answer that is no success refuses the refresh token: one of the
 * provider's own whatever the status, `invalid_grant` with 400 or 401 alone. Null for every
 * other answer, a bare 401 among them.
 */
export function refusalCodeOf({ status, body }: HttpResponse): RefusalCode | null {
  const code = errorCodeOf(body)?.toLowerCase();
  const known = refusalCodes.find((name) => name === code) ?? null;
  return known === 'invalid_grant' && status !== 400 && status !== 401 ? null : known;
}

/** The failure for good that a refusal by this code is: the same one for the same code. */
export function failureOfRefusal(code: RefusalCode): RefreshFailure {
  return failuresByReason[reasonByCode[code]];
}

const failuresByReason: Readonly<Record<PermanentReason, RefreshFailure>> = {
  expired: permanentFailure('expired'),
  reused: permanentFailure('reused'),
  revoked: permanentFailure('revoked'),
  other: permanentFailure('other'),
};

/**
 * Classifies an answer of the token endpoint that is not a success: permanent
 * for 401, for a known refresh-token code whatever the status, and for
 * 400 `invalid_grant` (RFC 6749 section 5.2); all else may pass.
 *
 * codex-rs of January 2026 took only 401 as permanent (codex-rs/core/src/auth.rs
 * `try_refresh_token`); upstream has since added the other two. Upstream ends the
 * sign-in for a 401 of any text: here a page that a proxy or a captive portal puts
 * in the issuer's place does not, since the issuer answers in JSON, or with nothing.
 *
 * Of the answer's text only a known code is told, unlike upstream, which quotes the body:
 * that may be an echo of the refresh token, whole or in part, in any spelling.
 */
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

/** Bad Gateway, Service Unavailable, Gateway Timeout. Source: RFC 9110 section 15.6. */
const outageStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

function couldBeOfIssuer(body: string): boolean {
  return body.trim() === '' || parseJson(body) !== undefined;
}

/** A permanent failure with the sentence that belongs to its reason, or another one. */
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

/**
 * The error code of a body: `error.code`, else `error` where it is a string,
 * else `code`; null where there is none.
 * Source: codex-rs/core/src/auth.rs `extract_refresh_token_error_code`.
 */
export function errorCodeOf(body: string): string | null {
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { error, code } = parsed.data;
  const inner = errorObject.safeParse(error);
  if (inner.success && typeof inner.data.code === 'string') return inner.data.code;
  if (typeof error === 'string') return error;
  return typeof code === 'string' ? code : null;
}
