import { decodeJwt } from 'jose';
import { z } from 'zod';

/** What the program uses of an ID token. Decoded, not verified: for display and local rules only. */
export interface IdTokenClaims {
  readonly email: string | null;
  /** `chatgpt_plan_type` as it stands. */
  readonly planRaw: string | null;
  readonly userId: string | null;
  /** `chatgpt_account_id`: the workspace that login rules are checked against. */
  readonly workspaceId: string | null;
  readonly isFedramp: boolean;
}

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

// A claim of the wrong type fails the whole token, as it does in Codex.
const optionalString = z.string().nullish();
const idTokenPayload = z.looseObject({
  email: optionalString,
  [profileClaim]: z.looseObject({ email: optionalString }).nullish(),
  [authClaim]: z
    .looseObject({
      chatgpt_plan_type: optionalString,
      chatgpt_user_id: optionalString,
      user_id: optionalString,
      chatgpt_account_id: optionalString,
      chatgpt_account_is_fedramp: z.boolean().nullish(),
    })
    .nullish(),
});

export type ClaimsResult =
  | { readonly ok: true; readonly claims: IdTokenClaims }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the claims of an ID token.
 *
 * Three non-empty parts are needed and further ones ignored; neither signature
 * nor expiry is looked at. Every claim may be missing.
 *
 * Source: codex-rs/login/src/token_data.rs.
 */
export function readIdTokenClaims(idToken: string): ClaimsResult {
  const payload = decodePayload(idToken);
  if (payload === null) return { ok: false, message: 'invalid ID token format' };
  const parsed = idTokenPayload.safeParse(payload);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return { ok: false, message: `ID token claim ${path} has the wrong type` };
  }
  const auth = parsed.data[authClaim];
  return {
    ok: true,
    claims: {
      email: parsed.data.email ?? parsed.data[profileClaim]?.email ?? null,
      planRaw: auth?.chatgpt_plan_type ?? null,
      userId: auth?.chatgpt_user_id ?? auth?.user_id ?? null,
      workspaceId: auth?.chatgpt_account_id ?? null,
      isFedramp: auth?.chatgpt_account_is_fedramp ?? false,
    },
  };
}

/**
 * Expiry (`exp`, RFC 7519 section 4.1.4) of a JWT in milliseconds since the
 * epoch; null for an opaque token or one without `exp`.
 */
export function readExpiry(token: string): number | null {
  return readTokenTimes(token).expiresAt;
}

/** Expiry, and time of issue (`iat`), in milliseconds since the epoch; null where unknown. */
export function readTokenTimes(token: string): {
  readonly expiresAt: number | null;
  readonly issuedAt: number | null;
} {
  const payload = decodePayload(token);
  return { expiresAt: instantOf(payload?.exp), issuedAt: instantOf(payload?.iat) };
}

function instantOf(numericDate: unknown): number | null {
  if (typeof numericDate !== 'number' || Math.abs(numericDate) > maxDateSeconds) return null;
  return numericDate * 1000;
}

// ECMA-262 section 21.4.1.1: no Date, and so no clock shown to people, goes further.
const maxDateSeconds = 8.64e12;

function decodePayload(jwt: string): ReturnType<typeof decodeJwt> | null {
  const [header, payload, signature] = jwt.split('.');
  if (!header || !payload || !signature || payload.includes('=')) return null;
  try {
    return decodeJwt([header, payload, signature].join('.'));
  } catch {
    return null;
  }
}
