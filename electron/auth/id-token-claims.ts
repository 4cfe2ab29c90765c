import { base64url } from 'jose';
import * as z from 'zod/mini';

import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import { parseJson } from '../base/json.ts';
import { isPlanName } from './plan.ts';
import {
  faultOfMembers,
  serdeString,
  serdeStruct,
  variantName,
  type Struct,
} from './serde-json.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/** Decoded, not verified: for display and local rules only. */
export interface IdTokenClaims {
  readonly email: string | null;
  readonly planRaw: string | null;
  readonly userId: string | null;
  /** `chatgpt_account_id`; an empty one is an id to the rules of Codex, and not shown to people. */
  readonly workspaceId: string | null;
  readonly isFedramp: boolean;
}

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

// A claim of the wrong type fails the whole token, as it does in Codex.
const optionalText = z.nullish(serdeString);

/** A plan that Codex knows may be written `{"name": null}` too. */
export const planClaim = z.pipe(
  z.transform((value) => {
    const name = variantName(value);
    return name !== null && isPlanName(name) ? name : value;
  }),
  serdeString,
);

const profile = { email: optionalText };
const auth = {
  chatgpt_plan_type: z.nullish(planClaim),
  chatgpt_user_id: optionalText,
  user_id: optionalText,
  chatgpt_account_id: optionalText,
  chatgpt_account_is_fedramp: z.optional(z.boolean()),
};
const idTokenPayload = serdeStruct({
  email: optionalText,
  [profileClaim]: z.nullish(serdeStruct(profile)),
  [authClaim]: z.nullish(serdeStruct(auth)),
});
const payloadStruct: Struct = {
  email: null,
  [profileClaim]: { email: null },
  [authClaim]: Object.fromEntries(Object.keys(auth).map((claim) => [claim, null])),
};

export type ClaimsResult =
  | { readonly ok: true; readonly claims: IdTokenClaims }
  | { readonly ok: false; readonly message: string };

/** Reads a token as codex-rs/login/src/token_data.rs does: parts after the third are ignored. */
export function readIdTokenClaims(idToken: string): ClaimsResult {
  const payload = payloadOf(idToken);
  const json = payload === null ? undefined : parseJson(payload);
  if (payload === null || json === undefined) return invalidFormat();
  if (typeof json !== 'object' || json === null) return invalidFormat();
  const fault = faultOfMembers(payload, payloadStruct);
  if (fault !== null) return { ok: false, message: texts.faults.inIdToken({ fault }) };
  const parsed = idTokenPayload.safeParse(json);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return { ok: false, message: texts.faults.claim({ claim: path }) };
  }
  const claims = parsed.data[authClaim];
  return {
    ok: true,
    claims: {
      email: firstKnown(parsed.data.email, parsed.data[profileClaim]?.email),
      planRaw: firstKnown(claims?.chatgpt_plan_type),
      userId: firstKnown(claims?.chatgpt_user_id, claims?.user_id),
      workspaceId: claims?.chatgpt_account_id ?? null,
      isFedramp: claims?.chatgpt_account_is_fedramp ?? false,
    },
  };
}

const invalidFormat = (): ClaimsResult => ({ ok: false, message: texts.faults.idTokenFormat() });

function firstKnown(...claims: readonly (string | null | undefined)[]): string | null {
  return claims.find((claim) => trimWhiteSpace(claim ?? '') !== '') ?? null;
}

/** `exp` of a JWT in milliseconds since the epoch; null for an opaque token. */
export function readExpiry(token: string): number | null {
  return readTokenTimes(token).expiresAt;
}

/** `exp` and `iat` of a JWT in milliseconds since the epoch. */
export function readTokenTimes(token: string): {
  readonly expiresAt: number | null;
  readonly issuedAt: number | null;
} {
  const payload = timesSchema.safeParse(claimsOf(token)).data;
  return { expiresAt: instantOf(payload?.exp), issuedAt: instantOf(payload?.iat) };
}

function instantOf(numericDate: unknown): number | null {
  if (typeof numericDate !== 'number' || Math.abs(numericDate) > maxDateSeconds) return null;
  return numericDate * 1000;
}

// ECMA-262 section 21.4.1.1: no Date goes further.
const maxDateSeconds = 8.64e12;

export function readIssuer(token: string): string | null {
  return issuerSchema.safeParse(claimsOf(token)).data?.iss ?? null;
}

const issuerSchema = z.looseObject({ iss: z.string().check(z.minLength(1)) });

const timesSchema = z.looseObject({ exp: z.optional(z.unknown()), iat: z.optional(z.unknown()) });

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a JWT claims, whoever signed it; undefined unless that is JSON. */
export function claimsOf(jwt: string): unknown {
  return parseJson(payloadOf(jwt) ?? '');
}

/** Null unless it is unpadded base64url to the last bit (RFC 4648 section 5), and UTF-8. */
function payloadOf(jwt: string): string | null {
  const [header, payload, signature] = jwt.split('.');
  if (!header || !payload || !signature) return null;
  try {
    const bytes = base64url.decode(payload);
    return base64url.encode(bytes) === payload ? utf8.decode(bytes) : null;
  } catch {
    return null;
  }
}
