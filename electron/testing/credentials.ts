import {
  hasTokens,
  parseAuthRecord,
  type AuthRecord,
  type IssuedTokens,
  type JsonObject,
  type TokenRecord,
} from '../auth/auth-record.ts';
import type { EnvironmentCredential } from '../auth/credential-chain.ts';
import { resolveCredential, type Credential } from '../auth/credential.ts';
import type { StoredCredential } from '../auth/credential-store.ts';
import { readIdTokenClaims, type IdTokenClaims } from '../auth/id-token-claims.ts';

/**
 * Credentials for specifications: readable defaults, and each test names only
 * what it is about. All tokens are unsigned.
 */

/** The moment at which specifications play: 2026-01-22T16:48:43.123Z. */
export const testNow = Date.UTC(2026, 0, 22, 16, 48, 43, 123);

export const minuteMs = 60 * 1000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Whom tokens belong to. Null leaves the claim out. */
export interface Person {
  readonly email: string | null;
  readonly plan: string | null;
  readonly userId: string | null;
  readonly workspaceId: string | null;
}

export const ada: Person = {
  email: 'ada@example.com',
  plan: 'pro',
  userId: 'user-ada',
  workspaceId: 'ws-ada',
};

export const grace: Person = {
  email: 'grace@example.com',
  plan: 'team',
  userId: 'user-grace',
  workspaceId: 'ws-grace',
};

/** A JWT with this payload and the signature "sig". */
export function jwt(payload: JsonObject): string {
  const header = base64url(JSON.stringify({ alg: 'none', typ: 'JWT' }));
  return [header, base64url(JSON.stringify(payload)), base64url('sig')].join('.');
}

export function idToken(person: Person = ada): string {
  return jwt({ email: person.email ?? undefined, ...authClaimOf(person) });
}

/** An access token that expires an hour after {@link testNow} unless told otherwise. */
export function accessToken(expiresAt: number = testNow + hourMs, person: Person = ada): string {
  return jwt({ exp: Math.floor(expiresAt / 1000), ...authClaimOf(person) });
}

/** The claims that {@link idToken} yields. */
export function claimsOf(person: Person = ada): IdTokenClaims {
  const read = readIdTokenClaims(idToken(person));
  if (!read.ok) throw new TypeError(read.message);
  return read.claims;
}

export interface DocumentChanges {
  readonly person?: Person;
  /** Members of `tokens` in place of, or besides, the usual ones; undefined leaves one out. */
  readonly tokens?: JsonObject;
  /** The same for the top level. */
  readonly members?: JsonObject;
}

/** What the Codex CLI would have written for a ChatGPT sign-in an hour ago. */
export function chatgptDocument(changes: DocumentChanges = {}): JsonObject {
  const { person = ada, tokens = {}, members = {} } = changes;
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: idToken(person),
      access_token: accessToken(testNow + hourMs, person),
      refresh_token: 'refresh-1',
      account_id: person.workspaceId,
      ...tokens,
    },
    last_refresh: new Date(testNow - hourMs).toISOString(),
    ...members,
  };
}

/** @throws {TypeError} where the document is none that can be read. */
export function recordOf(document: JsonObject): AuthRecord {
  const parsed = parseAuthRecord(JSON.stringify(document));
  if (!parsed.ok) throw new TypeError(parsed.message);
  return parsed.record;
}

export function chatgptRecord(changes: DocumentChanges = {}): TokenRecord {
  const record = recordOf(chatgptDocument(changes));
  if (!hasTokens(record)) throw new TypeError('the record has no tokens');
  return record;
}

export const testApiKey = 'sk-proj-test-0123456789abcdef';

export function apiKeyRecord(apiKey: string = testApiKey): AuthRecord {
  return recordOf({ auth_mode: 'apikey', OPENAI_API_KEY: apiKey });
}

export function present(record: AuthRecord): StoredCredential {
  return { kind: 'present', record, source: 'file' };
}

export function chatgptCredential(
  changes: DocumentChanges = {},
): Extract<Credential, { kind: 'chatgpt' }> {
  const record = chatgptRecord(changes);
  return { kind: 'chatgpt', source: 'file', record, tokens: record.tokens };
}

export function storedApiKey(apiKey: string = testApiKey): Extract<Credential, { kind: 'apiKey' }> {
  const record = apiKeyRecord(apiKey);
  return { kind: 'apiKey', origin: { source: 'file', apiKey, record } };
}

export const environmentKey: EnvironmentCredential = {
  kind: 'apiKey',
  variable: 'CODEX_API_KEY',
  setIn: 'environment',
  whoami: null,
  fault: null,
};

export const testAccessToken = 'at-test-0123456789abcdef';

/** Stored credentials of the other kinds, by what Codex calls them. */
export const otherDocuments = {
  personalAccessToken: { OPENAI_API_KEY: null, personal_access_token: testAccessToken },
  bedrockApiKey: {
    auth_mode: 'bedrockApiKey',
    bedrock_api_key: { api_key: 'bedrock-secret-0123', region: 'eu-central-1' },
  },
  bedrockAccessKeys: {
    auth_mode: 'bedrockAccessKeys',
    bedrock_access_keys: { access_key_id: 'AKIATEST0123', secret_access_key: 'aws-secret-0123' },
  },
} as const;

/** One of a kind that no version knows yet. */
export const documentOfTomorrow = {
  auth_mode: 'futureKind',
  future: { secret: 'future-secret-0123' },
} as const;

/** Of one of these kinds, as it stands in a file. */
export function otherCredential(kind: keyof typeof otherDocuments): Credential {
  const stored = present(recordOf(otherDocuments[kind]));
  return resolveCredential({ stored, location: 'auth.json' });
}

/** A personal access token of which the sign-in service said that it is Ada's, in this workspace. */
export function lookedUpToken(workspaceId: string, planRaw = 'pro'): Credential {
  const credential = otherCredential('personalAccessToken');
  if (credential.kind !== 'personalAccessToken') throw new TypeError('it is such a token');
  const whoami = { email: 'ada@example.com', userId: 'user-ada', workspaceId, planRaw };
  return { ...credential, lookUp: { kind: 'known', whoami, at: testNow } };
}

/** What a token endpoint of the provider returned at a sign-in. */
export function issuedTokens(person: Person = ada): IssuedTokens {
  return {
    idToken: idToken(person),
    claims: claimsOf(person),
    accessToken: accessToken(testNow + hourMs, person),
    refreshToken: 'refresh-issued',
    provenance: { issuer: 'https://auth.openai.com', clientId: 'app_EMoamEEZ73f0CkXaXp7hrann' },
  };
}

function authClaimOf(person: Person): JsonObject {
  return {
    'https://api.openai.com/auth': {
      chatgpt_plan_type: person.plan ?? undefined,
      chatgpt_user_id: person.userId ?? undefined,
      chatgpt_account_id: person.workspaceId ?? undefined,
    },
  };
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** The address in the ID token of a ChatGPT credential; null for any other. */
export function emailOf(credential: Credential): string | null {
  return credential.kind === 'chatgpt' ? credential.tokens.claims.email : null;
}
