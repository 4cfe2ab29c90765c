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

export const permanentMessages = {
  expired: 'Your sign-in has expired. Sign in again.',
  reused: 'Another program used this sign-in first, so it can\u2019t be renewed. Sign in again.',
  revoked: 'Your sign-in was revoked. Sign in again.',
  other: 'The sign-in service does not renew your sign-in any more. Sign in again.',
} as const satisfies Record<PermanentReason, string>;

export const keptSentence =
  'The token was refreshed but could not be saved; Gatehouse keeps it and tries again.';

export const accountChangedMessage =
  'Nothing was refreshed: you have signed out, or signed in to another account, meanwhile.';

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
