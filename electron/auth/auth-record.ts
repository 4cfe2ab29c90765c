import { base64url } from 'jose';
import { LosslessNumber, parse, stringify } from 'lossless-json';
import type { z } from 'zod/mini';

import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import type { RandomBytes } from '../ports.ts';
import { readIdTokenClaims, type IdTokenClaims } from './id-token-claims.ts';
import type { Whoami } from './personal-access-token.ts';
import {
  authModes,
  credentialMembers,
  recordSchema,
  recordStruct,
  type AuthMode,
} from './record-schema.ts';
import { parseRelaxedTimestamp } from './relaxed-timestamp.ts';
import { faultOfMembers, membersOf } from './serde-json.ts';

export { type AuthMode } from './record-schema.ts';
import { workspaceOfToken } from './token-owner.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/** The record of auth.json or the keyring. Source: codex-rs/login/src/auth/storage.rs. */
export interface AuthRecord {
  /** As it was read, unknown members and exact digits included, so that a save loses nothing. */
  readonly document: JsonObject;
  readonly authMode: AuthMode | null;
  /** `OPENAI_API_KEY`; an empty string is a key, as it is upstream. */
  readonly apiKey: string | null;
  readonly tokens: TokenData | null;
  /** Milliseconds since the epoch. */
  readonly lastRefresh: number | null;
  readonly personalAccessToken: string | null;
  readonly bedrockApiKey: { readonly region: string } | null;
  readonly hasBedrockAccessKeys: boolean;
}

export interface TokenData {
  readonly idToken: string;
  readonly claims: IdTokenClaims;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** `tokens.account_id`, which may differ from the workspace in the claims. */
  readonly accountId: string | null;
  readonly provenance: { readonly issuer: string; readonly clientId: string } | null;
}

export type TokenRecord = AuthRecord & { readonly tokens: TokenData };

export interface IssuedTokens {
  readonly idToken: string;
  readonly claims: IdTokenClaims;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly provenance: { readonly issuer: string; readonly clientId: string };
}

export type SignInGrant =
  | {
      readonly kind: 'chatgpt';
      readonly issued: IssuedTokens;
      /** From the token exchange of the browser flow. */
      readonly apiKey: string | null;
    }
  | { readonly kind: 'apiKey'; readonly apiKey: string }
  | {
      readonly kind: 'personalAccessToken';
      readonly token: string;
      readonly whoami: Whoami;
    };

/** What a refresh returned; a token that is null stays as it was. */
export interface RefreshedTokens {
  readonly idToken: string | null;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

export type JsonObject = { readonly [member: string]: unknown };

export type ParsedRecord =
  | { readonly ok: true; readonly record: AuthRecord }
  | {
      readonly ok: false;
      readonly message: string;
      /** Whether it is of a kind that no known version of Codex writes. */
      readonly isOfUnknownKind?: boolean;
    };

// Functions below recurse. Codex itself skips unknown members at any depth.
const maxNesting = 1000;

/** Parses a record; the message of a failure quotes nothing of it. */
export function parseAuthRecord(text: string): ParsedRecord {
  let document: unknown;
  try {
    // Unknown members may be repeated; `faultOfMembers` refuses known ones.
    document = parse(text, null, { onDuplicateKey: ({ newValue }) => newValue });
  } catch {
    return { ok: false, message: text === '' ? texts.faults.empty() : texts.faults.notJson() };
  }
  if (isNestedDeeper(document, maxNesting)) return { ok: false, message: texts.faults.tooDeep() };
  const fault = faultOfMembers(text, recordStruct);
  if (fault !== null) return { ok: false, message: fault };
  // The parser makes an object of a bare number.
  const shaped = recordSchema.safeParse(document instanceof LosslessNumber ? null : document);
  if (!shaped.success) {
    const kind = unknownKindOf(document);
    return kind === null
      ? { ok: false, message: describeMisfit(shaped.error) }
      : { ok: false, message: kind, isOfUnknownKind: true };
  }
  const { tokens: tokenMembers, ...members } = shaped.data;
  const tokens = tokenMembers ? readTokens(tokenMembers) : null;
  if (typeof tokens === 'string') return { ok: false, message: tokens };
  return {
    ok: true,
    record: {
      document: asObjects(document),
      authMode: members.auth_mode ?? null,
      apiKey: members.OPENAI_API_KEY ?? null,
      tokens,
      lastRefresh: members.last_refresh ? parseRelaxedTimestamp(members.last_refresh) : null,
      personalAccessToken: members.personal_access_token ?? null,
      bedrockApiKey: members.bedrock_api_key ? { region: members.bedrock_api_key.region } : null,
      hasBedrockAccessKeys: isPresent(members.bedrock_access_keys),
    },
  };
}

/** Indented by two without a final newline for auth.json, one line for a keyring, as upstream. */
export function serializeAuthRecord(record: AuthRecord, form: 'pretty' | 'compact'): string {
  const text = stringify(record.document, null, form === 'pretty' ? 2 : undefined);
  if (text === undefined) throw new TypeError('a record is always a JSON object');
  return text;
}

/** The record of an API-key sign-in, as Codex CLI 0.169.0 writes it; unknown members are kept. */
export function recordForApiKey(previous: AuthRecord | null, apiKey: string): AuthRecord {
  return asRecord({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey, ...unknownMembers(previous) });
}

/** The record of a personal access token, as Codex CLI 0.171.0 writes it, without `auth_mode`. */
function recordForAccessToken(previous: AuthRecord | null, token: string): AuthRecord {
  return asRecord({
    OPENAI_API_KEY: null,
    personal_access_token: token,
    ...unknownMembers(previous),
  });
}

/** The record of a ChatGPT sign-in, with members and order of Codex CLI 0.171.0. */
export function recordForChatgpt(
  previous: AuthRecord | null,
  issued: IssuedTokens,
  apiKey: string | null,
  loginOwnerId: string,
  now: number,
): AuthRecord {
  return asRecord({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: apiKey,
    tokens: {
      id_token: issued.idToken,
      access_token: issued.accessToken,
      refresh_token: issued.refreshToken,
      oauth_provenance: {
        issuer: issued.provenance.issuer,
        client_id: issued.provenance.clientId,
      },
      login_owner_id: loginOwnerId,
      // Without `account_id` and `last_refresh` the Codex CLI does not refresh.
      account_id: issued.claims.workspaceId,
    },
    last_refresh: new Date(now).toISOString(),
    ...unknownMembers(previous),
  });
}

/** The record of a new sign-in; unknown members of the previous one are kept. */
export function recordOfGrant(
  previous: AuthRecord | null,
  grant: SignInGrant,
  loginOwnerId: string,
  now: number,
): AuthRecord {
  switch (grant.kind) {
    case 'apiKey':
      return recordForApiKey(previous, grant.apiKey);
    case 'personalAccessToken':
      return recordForAccessToken(previous, grant.token);
    case 'chatgpt':
      return recordForChatgpt(previous, grant.issued, grant.apiKey, loginOwnerId, now);
  }
}

export function newLoginOwnerId(randomBytes: RandomBytes): string {
  return base64url.encode(randomBytes(32));
}

/** The record after a refresh. Source: codex-rs/core/src/auth.rs `update_tokens`. */
export function recordWithRefreshedTokens(
  record: AuthRecord,
  refreshed: RefreshedTokens,
  now: number,
): AuthRecord {
  const { tokens } = record;
  if (tokens === null) throw new TypeError('only a record with tokens can be refreshed');
  const idToken = refreshed.idToken ?? tokens.idToken;
  const accessToken = refreshed.accessToken ?? tokens.accessToken;
  const claims = readIdTokenClaims(idToken);
  if (!claims.ok) throw new TypeError(claims.message);
  return asRecord({
    ...record.document,
    tokens: {
      ...(record.document.tokens as JsonObject),
      id_token: idToken,
      access_token: accessToken,
      refresh_token: refreshed.refreshToken ?? tokens.refreshToken,
      account_id: trimWhiteSpace(tokens.accountId ?? '')
        ? tokens.accountId
        : (claims.claims.workspaceId ?? workspaceOfToken(accessToken)),
    },
    last_refresh: new Date(now).toISOString(),
  });
}

/** Whether two records are equal, order of members and white space aside. */
export function sameRecord(a: AuthRecord, b: AuthRecord): boolean {
  return canonicalText(a.document) === canonicalText(b.document);
}

export function hasTokens(record: AuthRecord): record is TokenRecord {
  return record.tokens !== null;
}

export function sameTokens(a: TokenData, b: TokenData): boolean {
  return (
    a.accessToken === b.accessToken && a.refreshToken === b.refreshToken && a.idToken === b.idToken
  );
}

/** Names the members of a record, or of its tokens, that was written as a list. */
function asObjects(document: unknown): JsonObject {
  const record = membersOf(document, Object.keys(recordStruct)) as JsonObject;
  if (!Array.isArray(record['tokens'])) return record;
  return { ...record, tokens: membersOf(record['tokens'], Object.keys(recordStruct.tokens)) };
}

function unknownMembers(previous: AuthRecord | null): JsonObject {
  if (previous === null) return {};
  return Object.fromEntries(
    Object.entries(previous.document).filter(([member]) => !credentialMembers.has(member)),
  );
}

function asRecord(document: JsonObject): AuthRecord {
  const parsed = parseAuthRecord(stringify(document) ?? '');
  if (!parsed.ok) throw new TypeError(`a record was built wrongly: ${parsed.message}`);
  return { ...parsed.record, document };
}

type TokenMembers = NonNullable<z.infer<typeof recordSchema>['tokens']>;

function readTokens(members: TokenMembers): TokenData | string {
  const claims = readIdTokenClaims(members.id_token);
  if (!claims.ok) return texts.faults.idToken({ fault: claims.message });
  const provenance = members.oauth_provenance;
  return {
    idToken: members.id_token,
    claims: claims.claims,
    accessToken: members.access_token,
    refreshToken: members.refresh_token,
    accountId: members.account_id ?? null,
    provenance: provenance ? { issuer: provenance.issuer, clientId: provenance.client_id } : null,
  };
}

function describeMisfit(error: z.core.$ZodError): string {
  const path = error.issues[0]?.path.join('.') ?? '';
  return path === '' ? texts.faults.notObject() : texts.faults.member({ path });
}

/** What is said of a mode that is not known. Anything but a name could be a secret. */
function unknownKindOf(document: unknown): string | null {
  const mode = isObject(document) ? document['auth_mode'] : null;
  if (typeof mode !== 'string' || authModes.some((known) => known === mode)) return null;
  return /^[A-Za-z]{1,32}$/.test(mode)
    ? texts.faults.unknownKindNamed({ mode })
    : texts.faults.unknownKind();
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof LosslessNumber) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function canonicalText(value: unknown): string {
  if (value instanceof LosslessNumber) return value.value;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, inner]) => `${JSON.stringify(member)}:${canonicalText(inner)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
