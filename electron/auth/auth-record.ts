import { base64url } from 'jose';
import { LosslessNumber, parse, stringify } from 'lossless-json';
import type { z } from 'zod';

import type { RandomBytes } from '../ports.ts';
import { readIdTokenClaims, type IdTokenClaims } from './id-token-claims.ts';
import { credentialMembers, recordSchema, recordStruct, type AuthMode } from './record-schema.ts';
import { parseRelaxedTimestamp } from './relaxed-timestamp.ts';
import { faultOfMembers, membersOf } from './serde-json.ts';

export { type AuthMode } from './record-schema.ts';
import { workspaceOfToken } from './token-owner.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/**
 * The credential record that Codex keeps in auth.json or the keyring.
 *
 * The document is kept as it was read, members unknown to Gatehouse and the
 * exact digits of numbers included, and every change is made on a copy of it.
 * So a save loses nothing, unlike upstream, which writes back only what it knows.
 *
 * Source: codex-rs/login/src/auth/storage.rs; order of members as observed with
 * Codex CLI 0.169.0.
 */
export interface AuthRecord {
  readonly document: JsonObject;
  /** `auth_mode`; null in records of the era before it existed. */
  readonly authMode: AuthMode | null;
  /** `OPENAI_API_KEY`; an empty string is a key here, as it is upstream. */
  readonly apiKey: string | null;
  readonly tokens: TokenData | null;
  /** `last_refresh` in milliseconds since the epoch. */
  readonly lastRefresh: number | null;
  /** The kind of a further credential that the record holds; Gatehouse leaves it alone. */
  readonly otherCredential: OtherCredential | null;
}

export interface TokenData {
  /** The ID token, byte for byte as it was issued. */
  readonly idToken: string;
  readonly claims: IdTokenClaims;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** `tokens.account_id`, which may differ from the workspace in the claims. */
  readonly accountId: string | null;
  /** Who issued the tokens, where the record says so. */
  readonly provenance: { readonly issuer: string; readonly clientId: string } | null;
}

/** A record that surely has tokens. */
export type TokenRecord = AuthRecord & { readonly tokens: TokenData };

/** What a token endpoint returned at sign-in. */
export interface IssuedTokens {
  readonly idToken: string;
  readonly claims: IdTokenClaims;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly provenance: { readonly issuer: string; readonly clientId: string };
}

/** What a token endpoint returned at a refresh; a member that is missing stays as it was. */
export interface RefreshedTokens {
  readonly idToken: string | null;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

export type JsonObject = { readonly [member: string]: unknown };

type OtherCredential = Extract<
  AuthMode,
  'personalAccessToken' | 'bedrockApiKey' | 'bedrockAccessKeys'
>;

export type ParsedRecord =
  | { readonly ok: true; readonly record: AuthRecord }
  | { readonly ok: false; readonly message: string };

// Far from what records need and from what a stack can take; every function below may recurse.
// Codex itself skips members that it does not know however deep they go.
const maxNesting = 1000;

/**
 * Parses the text of a record. Content that does not fit is an error, never an
 * empty record; the message says where it does not fit and quotes nothing of it.
 */
export function parseAuthRecord(text: string): ParsedRecord {
  let document: unknown;
  try {
    // What Codex does not know may stand twice; `faultOfMembers` looks after the rest.
    document = parse(text, null, { onDuplicateKey: ({ newValue }) => newValue });
  } catch {
    return { ok: false, message: text === '' ? 'it is empty' : 'it is not valid JSON' };
  }
  if (isNestedDeeper(document, maxNesting))
    return { ok: false, message: 'it is nested too deeply' };
  const fault = faultOfMembers(text, recordStruct);
  if (fault !== null) return { ok: false, message: fault };
  // A bare number is an object to the parser.
  const shaped = recordSchema.safeParse(document instanceof LosslessNumber ? null : document);
  if (!shaped.success) return { ok: false, message: describeMisfit(shaped.error) };
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
      otherCredential: otherCredentialOf(members),
    },
  };
}

/**
 * Text of a record: two-space indent and no final newline for auth.json, one
 * compact line for a keyring, as upstream writes them.
 */
export function serializeAuthRecord(record: AuthRecord, form: 'pretty' | 'compact'): string {
  const text = stringify(record.document, null, form === 'pretty' ? 2 : undefined);
  if (text === undefined) throw new TypeError('a record is always a JSON object');
  return text;
}

/**
 * The record of an API-key sign-in: tokens, times and other credentials of the
 * record before it are dropped, members that Gatehouse does not know are kept.
 *
 * Source: codex-rs/core/src/auth.rs `login_with_api_key`, with `auth_mode` as
 * Codex CLI 0.169.0 writes it.
 */
export function recordForApiKey(previous: AuthRecord | null, apiKey: string): AuthRecord {
  return asRecord({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey, ...unknownMembers(previous) });
}

/**
 * The record of a ChatGPT sign-in. `account_id` and `last_refresh` are always
 * written, since without them the Codex CLI does not refresh.
 *
 * Members and their order as Codex CLI 0.171.0 writes them.
 *
 * @param apiKey the key from the token exchange, or null where it was refused.
 * @param loginOwnerId of this sign-in alone, see {@link newLoginOwnerId}.
 * @param now milliseconds since the epoch.
 */
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
      account_id: issued.claims.workspaceId,
    },
    last_refresh: formatTimestamp(now),
    ...unknownMembers(previous),
  });
}

/**
 * A fresh `login_owner_id`: 43 characters, base64url of 32 random bytes, as Codex CLI 0.171.0
 * makes one at every ChatGPT sign-in. Its enterprise MCP sign-ins fail without it.
 */
export function newLoginOwnerId(randomBytes: RandomBytes): string {
  return base64url.encode(randomBytes(32));
}

/**
 * The record after a refresh: only what was returned is replaced, and
 * `last_refresh` is set. An `account_id` that was never written, or is empty, is filled
 * from the claims, because the Codex CLI refuses to refresh without it.
 *
 * Source: codex-rs/core/src/auth.rs `update_tokens`.
 *
 * @throws {TypeError} where the record has no tokens or the ID token cannot be read;
 * callers check both before.
 */
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
    last_refresh: formatTimestamp(now),
  });
}

/** Whether two records say the same, member order and white space aside. */
export function sameRecord(a: AuthRecord, b: AuthRecord): boolean {
  return canonicalText(a.document) === canonicalText(b.document);
}

/** Narrows a record to one with tokens. */
export function hasTokens(record: AuthRecord): record is TokenRecord {
  return record.tokens !== null;
}

/** Whether two sets of tokens are the same tokens, whatever else the record says of them. */
export function sameTokens(a: TokenData, b: TokenData): boolean {
  return (
    a.accessToken === b.accessToken && a.refreshToken === b.refreshToken && a.idToken === b.idToken
  );
}

/** The document with a record, and tokens, that stood as a list written out by name. */
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

// In upstream's order, should there be several.
function otherCredentialOf(
  members: Omit<z.infer<typeof recordSchema>, 'tokens'>,
): OtherCredential | null {
  if (isPresent(members.personal_access_token)) return 'personalAccessToken';
  if (isPresent(members.bedrock_api_key)) return 'bedrockApiKey';
  return isPresent(members.bedrock_access_keys) ? 'bedrockAccessKeys' : null;
}

type TokenMembers = NonNullable<z.infer<typeof recordSchema>['tokens']>;

function readTokens(members: TokenMembers): TokenData | string {
  const claims = readIdTokenClaims(members.id_token);
  if (!claims.ok) return `tokens.id_token cannot be read (${claims.message})`;
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

function describeMisfit(error: z.ZodError): string {
  const path = error.issues[0]?.path.join('.') ?? '';
  return path === '' ? 'it is not a JSON object' : `its member ${path} has an unexpected value`;
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof LosslessNumber) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function formatTimestamp(now: number): string {
  return new Date(now).toISOString();
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
