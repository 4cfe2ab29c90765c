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

export function failureOfRefusal(code: RefusalCode): RefreshFailure {
  return failuresByReason[reasonByCode[code]];
}

const failuresByReason: Readonly<Record<PermanentReason, RefreshFailure>> = {
  expired: permanentFailure('expired'),
  reused: permanentFailure('reused'),
  revoked: permanentFailure('revoked'),
  other: permanentFailure('other'),
};

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
