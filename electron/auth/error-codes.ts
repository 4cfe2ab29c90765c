import { z } from 'zod';

import { parseJson } from '../base/json.ts';

/** Error codes that may be shown. Other text of an answer is never quoted: it may hold a token. */
const shownCodes = [
  // RFC 6749, sections 4.1.2.1 and 5.2.
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  // OpenID Connect Core 1.0, section 3.1.2.6.
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_request_object',
  'invalid_request_uri',
  'login_required',
  'registration_not_supported',
  'request_not_supported',
  'request_uri_not_supported',
  // RFC 8628, section 3.5; RFC 8693, section 2.2.2; RFC 7009, section 2.2.1; RFC 6750, section 3.1.
  'authorization_pending',
  'expired_token',
  'slow_down',
  'invalid_target',
  'unsupported_token_type',
  'insufficient_scope',
  'invalid_token',
  // The provider's own. Source: codex-rs/login/src.
  'deviceauth_authorization_pending',
  'deviceauth_expired',
  'missing_codex_entitlement',
  'refresh_token_expired',
  'refresh_token_invalidated',
  'refresh_token_reused',
] as const;

export type ShownCode = (typeof shownCodes)[number];

/** Ignores case; null for a code that must not be shown. */
export function shownCode(code: string | null): ShownCode | null {
  const lower = code?.toLowerCase();
  return shownCodes.find((known) => known === lower) ?? null;
}

export function inBrackets(code: ShownCode | null): string {
  return code === null ? '' : ` (${code})`;
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
