import { jwt } from '../../electron/testing/credentials.ts';
import type { Groups } from './groups.ts';
import type { Random } from './random.ts';

/** A workspace id, `''` for an empty one, or null for none. */
type Id = 'W' | 'X' | 'Y' | '' | null;

/** What comes of asking whose a personal access token is; `empty` is an account without a name. */
type Whoami = 'W' | 'X' | 'Y' | 'empty' | 'refused' | 'failing' | 'unreachable';

/** What lies at auth.json. Data alone, so that a case can be printed. */
export type StoredRecord =
  | { readonly kind: 'absent' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'personalAccessToken';
      /** Whose the service behind such tokens says that it is, or what else it does. */
      readonly whoami: Whoami;
      /** Null leaves `auth_mode` out. */
      readonly authMode: 'personalAccessToken' | null;
    }
  | {
      readonly kind: 'chatgpt';
      /** `chatgpt_account_id` of the ID token. */
      readonly idToken: Id;
      /** The same of the access token; `opaque` for one that is no JWT. */
      readonly accessToken: Id | 'opaque';
      /** `tokens.account_id`. */
      readonly accountId: Id;
      /** Null leaves `last_refresh` out. */
      readonly lastRefresh: 'now' | null;
      /** Null leaves `auth_mode` out. */
      readonly authMode: 'chatgpt' | 'chatgptAuthTokens' | null;
    };

/** Secrets of records, which no output may hold; they name what Codex sends. */
export const secrets = {
  storedKey: 'sk-oracle-stored-0123456789',
  storedToken: 'at-oracle-stored-0123456789',
  opaque: 'opaque-oracle-access-token',
} as const;

/** Kinds of records, each with its members, of which a case draws one. */
export const recordKinds = {
  none: [{ kind: 'absent' }],
  key: [
    document({ auth_mode: 'apikey', OPENAI_API_KEY: secrets.storedKey }),
    document({ OPENAI_API_KEY: secrets.storedKey }),
  ],
  'chatgpt of W': [chatgpt('W', 'W', 'W')],
  'chatgpt of X': [chatgpt('X', 'X', 'X')],
  'switched to W': [chatgpt('X', 'W', 'W'), chatgpt(null, 'W', 'W')],
  'switched to X': [chatgpt('W', 'X', 'X')],
  'account id alone differs': [
    chatgpt('W', 'W', 'Y'),
    chatgpt('X', 'X', 'W'),
    chatgpt('W', 'W', null),
    chatgpt('X', 'X', null),
    chatgpt('W', 'W', ''),
    chatgpt('X', 'X', ''),
  ],
  'access token differs': [
    chatgpt('W', 'X', 'W'),
    chatgpt('X', 'W', 'X'),
    chatgpt('W', 'opaque', 'W'),
    chatgpt('W', 'opaque', 'X'),
    chatgpt('X', 'opaque', 'W'),
  ],
  'no claim': [
    chatgpt(null, null, 'W'),
    chatgpt(null, null, 'X'),
    chatgpt(null, null, null),
    chatgpt('', '', 'W'),
    chatgpt('', '', ''),
    chatgpt(null, 'opaque', 'W'),
  ],
  'any three ids': [],
  'no last_refresh': [
    { ...chatgpt('W', 'W', 'W'), lastRefresh: null },
    { ...chatgpt('X', 'X', 'X'), lastRefresh: null },
    { ...chatgpt('X', 'W', 'W'), lastRefresh: null },
  ],
  'no auth_mode': [
    { ...chatgpt('W', 'W', 'W'), authMode: null },
    { ...chatgpt('X', 'X', 'X'), authMode: null },
    { ...chatgpt('W', 'X', 'X'), authMode: null },
  ],
  'no tokens': [
    document({}),
    document({ OPENAI_API_KEY: null }),
    document({ auth_mode: 'chatgpt' }),
  ],
  'personal access token': [
    personalAccessToken('W'),
    personalAccessToken('X'),
    personalAccessToken('X', 'personalAccessToken'),
    personalAccessToken('Y'),
    personalAccessToken('empty'),
    personalAccessToken('refused'),
    personalAccessToken('failing'),
    personalAccessToken('unreachable', 'personalAccessToken'),
    personalAccessToken('W', 'personalAccessToken'),
    personalAccessToken('Y', 'personalAccessToken'),
  ],
  bedrock: [
    document({
      auth_mode: 'bedrockApiKey',
      bedrock_api_key: { api_key: 'b', region: 'us-east-1' },
    }),
    document({
      auth_mode: 'bedrockAccessKeys',
      bedrock_access_keys: { access_key_id: 'a', secret_access_key: 's', region: 'us-east-1' },
    }),
  ],
  'of another kind': [
    document({ auth_mode: 'agentIdentity', agent_identity: 'not-a-jwt' }),
    document({ auth_mode: 'headers' }),
    { ...chatgpt('W', 'W', 'W'), authMode: 'chatgptAuthTokens' },
    { ...chatgpt('X', 'X', 'X'), authMode: 'chatgptAuthTokens' },
  ],
  damaged: [
    { kind: 'directory' },
    { kind: 'text', text: '' },
    { kind: 'text', text: '{"auth_mode":"chatgpt","tok' },
    { kind: 'text', text: '[]' },
    document({ auth_mode: 'nope', OPENAI_API_KEY: secrets.storedKey }),
    document({ auth_mode: 'apikey' }),
    document({ tokens: { id_token: 'no', access_token: 'a', refresh_token: 'r' } }),
  ],
} as const satisfies Readonly<Record<string, readonly StoredRecord[]>>;

export type RecordKind = keyof typeof recordKinds;

export const recordGroups = {
  none: ['none'],
  key: ['key'],
  'chatgpt of W': ['chatgpt of W'],
  'chatgpt of X': ['chatgpt of X'],
  switched: ['switched to W', 'switched to X'],
  'ids that differ': ['account id alone differs', 'access token differs'],
  'any three ids': ['any three ids'],
  'no claim': ['no claim'],
  incomplete: ['no last_refresh', 'no auth_mode', 'no tokens'],
  'personal access token': ['personal access token'],
  bedrock: ['bedrock'],
  'of another kind, or damaged': ['of another kind', 'damaged'],
} as const satisfies Groups<RecordKind>;

/** One record of a kind. */
export function drawRecord(kind: RecordKind, random: Random): StoredRecord {
  if (kind !== 'any three ids') return random.pick<StoredRecord>(recordKinds[kind]);
  const ids: readonly Id[] = ['W', 'X', 'Y', '', null];
  return chatgpt(random.pick(ids), random.pick([...ids, 'opaque']), random.pick(ids));
}

/** The content of auth.json, with this plan in its tokens; null for none, and for a directory. */
export function textOf(record: StoredRecord, plan: string): string | null {
  switch (record.kind) {
    case 'absent':
    case 'directory':
      return null;
    case 'text':
      return record.text;
    case 'personalAccessToken': {
      const mode = record.authMode === null ? {} : { auth_mode: record.authMode };
      const token = { OPENAI_API_KEY: null, personal_access_token: secrets.storedToken };
      return JSON.stringify({ ...mode, ...token });
    }
    case 'chatgpt':
      return JSON.stringify(chatgptDocument(record, plan));
  }
}

type Chatgpt = Extract<StoredRecord, { kind: 'chatgpt' }>;

function chatgptDocument(record: Chatgpt, plan: string): Record<string, unknown> {
  const { idToken, accessToken, accountId, lastRefresh, authMode } = record;
  return {
    ...(authMode === null ? {} : { auth_mode: authMode }),
    OPENAI_API_KEY: null,
    tokens: {
      id_token: jwt({ email: 'ada@example.com', ...claims(idToken, plan), exp: farFuture }),
      access_token:
        accessToken === 'opaque'
          ? secrets.opaque
          : jwt({ ...claims(accessToken, plan), exp: farFuture }),
      refresh_token: 'rt-oracle',
      ...(accountId === null ? {} : { account_id: accountId }),
    },
    ...(lastRefresh === null ? {} : { last_refresh: new Date().toISOString() }),
  };
}

/** Seconds since the epoch: in 2100, so that no program has a reason to refresh. */
const farFuture = 4_102_444_800;

function claims(accountId: Id, plan: string): Record<string, unknown> {
  const claim = accountId === null ? {} : { chatgpt_account_id: accountId };
  return {
    'https://api.openai.com/auth': {
      chatgpt_plan_type: plan,
      chatgpt_user_id: 'user-ada',
      ...claim,
    },
  };
}

function chatgpt(idToken: Id, accessToken: Id | 'opaque', accountId: Id): Chatgpt {
  return {
    kind: 'chatgpt',
    idToken,
    accessToken,
    accountId,
    lastRefresh: 'now',
    authMode: 'chatgpt',
  };
}

function personalAccessToken(
  whoami: Whoami,
  authMode: 'personalAccessToken' | null = null,
): StoredRecord {
  return { kind: 'personalAccessToken', whoami, authMode };
}

function document(members: Readonly<Record<string, unknown>>): StoredRecord {
  return { kind: 'text', text: JSON.stringify(members) };
}
