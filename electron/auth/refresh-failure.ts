import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';

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

/** The same object for the same reason, so that a failure that is known already is no change. */
export function failureOfRefusal(code: RefusalCode): RefreshFailure {
  const reason = reasonByCode[code];
  return (failuresByReason[reason] ??= permanentFailure(reason));
}

const failuresByReason: Partial<Record<PermanentReason, RefreshFailure>> = {};

export function permanentFailure(
  reason: PermanentReason,
  message: string = texts.permanent[reason](),
): RefreshFailure {
  return { permanent: true, reason, message };
}

export function transientFailure(
  message: string,
  reason: TransientReason = null,
): Extract<RefreshFailure, { permanent: false }> {
  return { permanent: false, reason, message };
}
