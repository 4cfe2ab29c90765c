import type { Groups } from './groups.ts';

/** What is set around a program, besides its folders. Data alone, so that a case can be printed. */
export interface Environment {
  /** `{origin}` stands for the server of the run, `{home}` for the folder of Codex. */
  readonly variables: Readonly<Record<string, string>>;
  /** `.env` of the folder of Codex; left out for none. */
  readonly dotenv?: string;
  /** How it is there, or what is in its place; left out for a text. */
  readonly dotenvIs?:
    | 'text'
    | 'after a line that is not UTF-8'
    | 'after as much as is read'
    | 'a pipe'
    | 'a folder'
    | 'a device'
    | 'a link to nothing';
  /** The workspace that a workload identity is exchanged for; left out where it is refused. */
  readonly exchangedFor?: 'W' | 'X';
  /** Whether a program may find a credential in it, or believe that it must. */
  readonly hasCredential: boolean;
}

/** Values of the environment, which no output may hold; they name what Codex sends. */
export const environmentSecrets = {
  key: 'sk-oracle-environment-0123',
  token: 'at-oracle-environment-0123',
  /** Part of what an identity is exchanged for. */
  identity: 'oracle-identity-0123',
  identityEmail: 'identity@example.com',
} as const;

const { key, token } = environmentSecrets;
const keyIsSet = { CODEX_API_KEY: key };
/** `whoami` says that a personal access token is of this workspace, or refuses it. */
const tokenOf = (answer: 'W' | 'X' | 'refused') => ({
  CODEX_ACCESS_TOKEN: token,
  CODEX_AUTHAPI_BASE_URL: `{origin}/whoami/${answer}`,
});
const federated = {
  OPENAI_FEDERATION_RULE_ID: 'rule-oracle',
  OPENAI_IDENTITY_TOKEN_FILE: '{home}/identity-token',
};
const has = (variables: Readonly<Record<string, string>>): Environment => ({
  variables,
  hasCredential: true,
});
const hasNone = (variables: Readonly<Record<string, string>>): Environment => ({
  variables,
  hasCredential: false,
});

export const environments = {
  nothing: hasNone({}),
  key: has(keyIsSet),
  'key with blanks around': has({ CODEX_API_KEY: `  ${key}\n` }),
  'blank key': hasNone({ CODEX_API_KEY: '  ' }),
  'empty key': hasNone({ CODEX_API_KEY: '' }),
  'token of W': has(tokenOf('W')),
  'token of X': has(tokenOf('X')),
  'token refused': has(tokenOf('refused')),
  'token that is a JWT of nothing': has({ CODEX_ACCESS_TOKEN: 'eyJhbGciOiJub25lIn0.e30.c2ln' }),
  'token of no known form': has({ CODEX_ACCESS_TOKEN: 'oracle' }),
  'key in place of a token': has({ CODEX_ACCESS_TOKEN: key }),
  'token in four parts': has({ CODEX_ACCESS_TOKEN: 'eyJhbGciOiJub25lIn0.e30.c2ln.c2ln' }),
  'blank token': hasNone({ CODEX_ACCESS_TOKEN: ' \t' }),
  'key and token of W': has({ ...keyIsSet, ...tokenOf('W') }),
  'key and token of X': has({ ...keyIsSet, ...tokenOf('X') }),
  'workload identity': has(federated),
  'workload identity of W': { ...has(federated), exchangedFor: 'W' },
  'workload identity of X': { ...has(federated), exchangedFor: 'X' },
  'workload identity and key': { ...has({ ...federated, ...keyIsSet }), exchangedFor: 'X' },
  'workload identity and token of W': {
    ...has({ ...federated, ...tokenOf('W') }),
    exchangedFor: 'X',
  },
  'half a workload identity: rule': has({ OPENAI_FEDERATION_RULE_ID: 'rule-oracle' }),
  'half a workload identity: file': has({ OPENAI_IDENTITY_TOKEN_FILE: '{home}/identity-token' }),
  'empty workload identity': has({ OPENAI_FEDERATION_RULE_ID: '' }),
  'workload identity by SPIFFE': has({
    OPENAI_IDENTITY_TOKEN_SOURCE: 'spiffe',
    OPENAI_FEDERATION_RULE_ID: 'rule-oracle',
    SPIFFE_ENDPOINT_SOCKET: 'unix:///nowhere/spiffe.sock',
  }),
  'SPIFFE identity alone': has({ OPENAI_SPIFFE_ID: 'spiffe://example/oracle' }),
  // A socket by itself selects nothing, as seen with Codex CLI 0.171.0.
  'SPIFFE socket alone': hasNone({ SPIFFE_ENDPOINT_SOCKET: 'unix:///nowhere/spiffe.sock' }),
  'empty source of a workload identity': has({ OPENAI_IDENTITY_TOKEN_SOURCE: '' }),
  'key for other programs': hasNone({ OPENAI_API_KEY: key }),
  '.env with keys': {
    variables: {},
    dotenv: `CODEX_API_KEY=${key}\ncodex_access_token=${token}\nOPENAI_API_KEY=${key}\n`,
    hasCredential: false,
  },
  '.env with a workload identity': {
    variables: {},
    dotenv:
      'OPENAI_FEDERATION_RULE_ID=rule-oracle\nOPENAI_IDENTITY_TOKEN_FILE={home}/identity-token\n',
    exchangedFor: 'W',
    hasCredential: true,
  },
  '.env with half a workload identity': {
    variables: {},
    dotenv: 'export OPENAI_FEDERATION_RULE_ID="rule-oracle"\n',
    hasCredential: true,
  },
  '.env that is a pipe': { variables: {}, dotenvIs: 'a pipe', hasCredential: false },
  '.env that is a folder': { variables: {}, dotenvIs: 'a folder', hasCredential: false },
  '.env that is a device': { variables: {}, dotenvIs: 'a device', hasCredential: false },
  '.env that is a link to nothing': {
    variables: {},
    dotenvIs: 'a link to nothing',
    hasCredential: false,
  },
  '.env with a line that is not UTF-8': {
    variables: {},
    dotenvIs: 'after a line that is not UTF-8',
    hasCredential: false,
  },
  '.env with an identity after a line that is not UTF-8': {
    variables: {},
    dotenv: 'OPENAI_FEDERATION_RULE_ID=rule-oracle\n',
    dotenvIs: 'after a line that is not UTF-8',
    hasCredential: true,
  },
  '.env of several MiB': {
    variables: {},
    dotenvIs: 'after as much as is read',
    hasCredential: false,
  },
  '.env of several MiB with an identity': {
    variables: {},
    dotenv: 'OPENAI_IDENTITY_TOKEN_FILE=/nowhere/token\n',
    dotenvIs: 'after as much as is read',
    hasCredential: true,
  },
} as const satisfies Readonly<Record<string, Environment>>;

export type EnvironmentKind = keyof typeof environments;

/** Whether it selects workload identity, which no program goes past. */
export function selectsIdentity({ variables, dotenv = '' }: Environment): boolean {
  return /OPENAI_(FEDERATION|IDENTITY|SPIFFE)/.test([...Object.keys(variables), dotenv].join('\n'));
}

export const environmentGroups = {
  nothing: ['nothing'],
  'no credential': [
    'blank key',
    'empty key',
    'blank token',
    'SPIFFE socket alone',
    'key for other programs',
  ],
  key: ['key', 'key with blanks around'],
  token: ['token of W', 'token of X', 'key and token of W', 'key and token of X'],
  'token that Codex cannot use': [
    'token refused',
    'token that is a JWT of nothing',
    'token of no known form',
    'key in place of a token',
    'token in four parts',
  ],
  'workload identity': [
    'workload identity',
    'workload identity of W',
    'workload identity of X',
    'workload identity and key',
    'workload identity and token of W',
    '.env with a workload identity',
  ],
  'malformed workload identity': [
    'half a workload identity: rule',
    'half a workload identity: file',
    'empty workload identity',
    'workload identity by SPIFFE',
    'SPIFFE identity alone',
    'empty source of a workload identity',
  ],
  '.env with a malformed workload identity': [
    '.env with half a workload identity',
    '.env with an identity after a line that is not UTF-8',
    '.env of several MiB with an identity',
  ],
  '.env without a credential': [
    '.env with keys',
    '.env that is a pipe',
    '.env that is a folder',
    '.env that is a device',
    '.env that is a link to nothing',
    '.env with a line that is not UTF-8',
    '.env of several MiB',
  ],
} as const satisfies Groups<EnvironmentKind>;
