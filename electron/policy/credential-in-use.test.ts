import { describe, expect, it } from 'vitest';

import { codexPrograms, type CredentialInUse } from '../../shared/codex-programs.ts';
import { environmentCredentials } from '../auth/credential-chain.ts';
import { resolveCredential, type Credential } from '../auth/credential.ts';
import {
  ada,
  chatgptCredential,
  jwt,
  present,
  recordOf,
  storedApiKey,
} from '../testing/credentials.ts';
import { rules, rulesWithCloud } from '../testing/login-rules.ts';
import { credentialsInUse, type ChainFacts } from './credential-in-use.ts';

const K = { CODEX_API_KEY: 'sk-env' };
const T = { CODEX_ACCESS_TOKEN: 'at-env' };
const KT = { ...K, ...T };
const F = { OPENAI_FEDERATION_RULE_ID: 'rule', OPENAI_IDENTITY_TOKEN_FILE: '/token' };
const half = { OPENAI_FEDERATION_RULE_ID: 'rule' };
const bad = { CODEX_ACCESS_TOKEN: 'sk-misplaced' };

const stored = {
  none: { kind: 'signedOut' },
  chatgpt: chatgptCredential({ person: { ...ada, workspaceId: 'W' } }),
  other: chatgptCredential({ person: { ...ada, workspaceId: 'X' } }),
  key: storedApiKey(),
} as const satisfies Record<string, Credential>;

const known = {
  none: rules({}),
  api: rules({ forcedMethod: 'api' }),
  chatgpt: rules({ forcedMethod: 'chatgpt' }),
  W: rules({ forcedWorkspaces: { form: 'single', id: 'W' } }),
  allowedApi: rules({ allowedMethods: ['api'] }),
  allowedChatgpt: rules({ allowedMethods: ['chatgpt'] }),
  allowedW: rules({ allowedWorkspaces: ['W'] }),
  noWorkspace: rules({ allowedWorkspaces: [] }),
  'W, allowedApi': rules({
    forcedWorkspaces: { form: 'single', id: 'W' },
    allowedMethods: ['api'],
  }),
  'W, allowedChatgpt': rules({
    forcedWorkspaces: { form: 'single', id: 'W' },
    allowedMethods: ['chatgpt'],
  }),
  nothing: rules({ allowedMethods: [] }),
  XnotW: rules({ forcedWorkspaces: { form: 'single', id: 'X' }, allowedWorkspaces: ['W'] }),
} as const;

const W = { form: 'single', id: 'W' } as const;
const X = { form: 'single', id: 'X' } as const;
const noMethod = 'No login method is usable under ';

function inUse(
  env: Readonly<Record<string, string>>,
  facts: Partial<ChainFacts> & Pick<ChainFacts, 'stored'>,
) {
  const environment = environmentCredentials({ variables: env, ofDotenv: new Set() });
  return credentialsInUse({
    rules: known.none,
    environment,
    dotenvProblem: null,
    chatgptBaseUrl: null,
    stop: null,
    provider: { id: 'openai', needsSignIn: true },
    ...facts,
  });
}

/** `K?` is one that is used on a condition. */
function wordOf(use: CredentialInUse): string {
  if (use.uses !== 'environment') return use.uses;
  const { kind } = use.credential;
  const name = kind === 'apiKey' ? 'K' : kind === 'accessToken' ? 'T' : 'F';
  return use.condition === null ? name : `${name}?`;
}

/** Words for exec, terminal and apps; one where they are the same. */
function words(...given: Parameters<typeof inUse>): string {
  const codex = inUse(...given);
  const all = codexPrograms.map((program) => wordOf(codex[program]));
  return new Set(all).size === 1 ? (all[0] ?? '') : all.join(' ');
}

// The cells of e2e/command-line/credential-cells.spec.ts have the same beside the Codex CLI.
describe('what exec, the terminal interface and the apps use', () => {
  // prettier-ignore
  it.each<[keyof typeof known, keyof typeof stored, string, string, string, string]>([
    // rules              stored     alone                   with K                  with T                   with K and T
    ['none',              'none',    'nothing',              'K nothing nothing',    'T',                     'K T T'],
    ['none',              'chatgpt', 'stored',               'K stored stored',      'T',                     'K T T'],
    ['none',              'key',     'stored',               'K stored stored',      'T',                     'K T T'],
    ['api',               'none',    'nothing',              'K nothing nothing',    'stops stops nothing',   'K nothing nothing'],
    ['api',               'chatgpt', 'stops stops nothing',  'K nothing nothing',    'stops stops nothing',   'K nothing nothing'],
    ['api',               'key',     'stored',               'K stored stored',      'stops stops stored',    'K stored stored'],
    ['chatgpt',           'none',    'nothing',              'stops stops nothing',  'T',                     'stops stops T'],
    ['chatgpt',           'chatgpt', 'stored',               'stops stops stored',   'T',                     'stops stops T'],
    ['chatgpt',           'key',     'stops stops nothing',  'stops stops nothing',  'T',                     'stops stops T'],
    ['W',                 'none',    'nothing',              'K nothing nothing',    'T?',                    'K T? T?'],
    ['W',                 'chatgpt', 'stored',               'K stored stored',      'T?',                    'K T? T?'],
    ['W',                 'other',   'stops stops nothing',  'K nothing nothing',    'T?',                    'K T? T?'],
    ['W',                 'key',     'stored',               'K stored stored',      'T?',                    'K T? T?'],
    ['allowedApi',        'chatgpt', 'nothing',              'K nothing nothing',    'nothing',               'K nothing nothing'],
    ['allowedApi',        'key',     'stored',               'K stored stored',      'stored',                'K stored stored'],
    ['allowedChatgpt',    'none',    'nothing',              'nothing',              'T',                     'T'],
    ['allowedChatgpt',    'chatgpt', 'stored',               'stored',               'T',                     'T'],
    ['allowedChatgpt',    'key',     'nothing',              'nothing',              'T',                     'T'],
    ['allowedW',          'chatgpt', 'stored',               'K stored stored',      'T?',                    'K T? T?'],
    ['allowedW',          'other',   'nothing',              'K nothing nothing',    'T?',                    'K T? T?'],
    ['allowedW',          'key',     'stored',               'K stored stored',      'T?',                    'K T? T?'],
    ['noWorkspace',       'chatgpt', 'nothing',              'K nothing nothing',    'nothing',               'K nothing nothing'],
    ['noWorkspace',       'key',     'stored',               'K stored stored',      'stored',                'K stored stored'],
    ['W, allowedApi',     'key',     'stored',               'K stored stored',      'unknown unknown stored', 'K stored stored'],
    ['W, allowedChatgpt', 'other',   'stops stops nothing',  'nothing',              'T?',                    'T?'],
    ['nothing',           'key',     'stops',                'stops',                'stops',                 'stops'],
  ])('rules: %s, stored: %s -> %s; K: %s; T: %s; both: %s', (rule, who, alone, withK, withT, withBoth) => {
    const facts = { rules: known[rule], stored: stored[who] };
    expect([{}, K, T, KT].map((env) => words(env, facts))).toEqual([alone, withK, withT, withBoth]);
  });

  it.each<[string, Record<string, string>, keyof typeof known, string]>([
    ['comes before all others', { ...F, ...KT }, 'none', 'F'],
    ['stops every program where it cannot work', { ...half, ...KT }, 'none', 'stops'],
    ['does so under every rule', half, 'allowedApi', 'stops'],
    ['stops every program where rules bar it', { ...F, ...KT }, 'allowedApi', 'stops'],
    ['stops every program where it breaks a forced rule', F, 'api', 'stops'],
    ['stops every program where no workspace is allowed', F, 'noWorkspace', 'stops'],
    ['is of a workspace that only the issuer knows', F, 'W', 'F?'],
  ])('workload identity %s', (_, env, rule, expected) => {
    expect(words(env, { rules: known[rule], stored: stored.key })).toBe(expected);
  });

  // prettier-ignore
  it.each<[keyof typeof known, keyof typeof stored, string, string, string]>([
    // rules              stored     T of W                  T of X                  T refused
    ['none',              'chatgpt', 'T',                    'T',                    'nothing'],
    ['api',               'key',     'stops stops stored',   'stops stops stored',   'stops stops stored'],
    ['chatgpt',           'key',     'T',                    'T',                    'stops stops nothing'],
    ['W',                 'none',    'T',                    'stops stops nothing',  'stops stops nothing'],
    ['W',                 'chatgpt', 'T',                    'stops stops nothing',  'stops stops nothing'],
    ['W',                 'key',     'T',                    'stops stops nothing',  'stops stops nothing'],
    ['allowedApi',        'key',     'stored',               'stored',               'stored'],
    ['allowedW',          'chatgpt', 'T',                    'nothing',              'nothing'],
    ['W, allowedApi',     'key',     'stored',               'stops stops stored',   'stops stops stored'],
  ])('rules: %s, stored: %s, T looked up -> of W: %s; of X: %s; refused: %s', (rule, who, ofW, ofX, refused) => {
    const [token] = environmentCredentials({ variables: T, ofDotenv: new Set() });
    if (token === undefined) throw new Error('no token');
    const whoami = (workspaceId: string) => ({ email: null, userId: 'u', workspaceId, planRaw: 'pro' });
    const answers = [{ whoami: whoami('W') }, { whoami: whoami('X') }, { fault: 'Refused.' }];
    const found = answers.map((told) =>
      words({}, { rules: known[rule], stored: stored[who], environment: [{ ...token, ...told }] }),
    );
    expect(found).toEqual([ofW, ofX, refused]);
  });

  it('says what to correct', () => {
    expect(inUse(half, { stored: stored.none }).exec).toEqual({
      uses: 'stops',
      message:
        'Workload identity requires OPENAI_IDENTITY_TOKEN_FILE. Correct or unset the environment variable OPENAI_FEDERATION_RULE_ID.',
    });
  });

  it.each([
    ['https://chatgpt.com/backend-api/', 'F'],
    ['https://chatgpt.com', 'F'],
    ['https://chat.openai.com/backend-api/codex', 'F'],
    ['https://chatgpt.com/other/', 'stops'],
    ['http://chatgpt.com/backend-api', 'stops'],
    ['https://CHATGPT.com/backend-api', 'stops'],
    ['', 'stops'],
  ])('workload identity works with the address of the provider alone: %j', (url, expected) => {
    expect(words(F, { stored: stored.none, chatgptBaseUrl: url })).toBe(expected);
  });

  it('an access token of no known form leaves nothing, and ends a program under a forced rule', () => {
    expect(words(bad, { stored: stored.chatgpt })).toBe('nothing');
    const facts = { rules: known.chatgpt, stored: stored.chatgpt };
    expect(words(bad, facts)).toBe('stops stops nothing');
  });

  it.each<[string, Partial<ChainFacts>, string]>([
    ['rules that are not known', { rules: { kind: 'unknown', message: 'm' } }, 'unknown'],
    ['a file .env that cannot be read', { dotenvProblem: 'm' }, 'unknown'],
    [
      'a configuration that does not load',
      { stop: { because: 'config', message: 'm', place: null } },
      'stops',
    ],
  ])('%s', (_, facts, expected) => {
    expect(words(KT, { stored: stored.chatgpt, ...facts })).toBe(expected);
  });

  const bedrock = of(present(recordOf({ bedrock_api_key: { api_key: 'b', region: 'r' } })));
  const token = of(
    present(recordOf({ OPENAI_API_KEY: null, personal_access_token: 'at-1' })),
  ) as Extract<Credential, { kind: 'personalAccessToken' }>;
  const lookedUp = (lookUp: typeof token.lookUp): Credential => ({ ...token, lookUp });
  const ofX = { userId: 'u', email: 'e', workspaceId: 'X', planRaw: 'pro' };
  const invalid = of({ kind: 'invalid', message: 'm' });
  const ofTomorrow = of({ kind: 'invalid', message: 'm', isOfUnknownKind: true });
  const agent = jwt({ agent_runtime_id: 'a', agent_private_key: 'k' });
  const ofMode = (auth_mode: string, more: object = {}) =>
    of(present(recordOf({ auth_mode, ...more })));

  // prettier-ignore
  it.each<[string, Credential, keyof typeof known, string]>([
    ['a record that is no JSON',              invalid,                                              'none',     'nothing'],
    ['one under a forced rule',               invalid,                                              'W',        'stops stops nothing'],
    ['one under a managed rule',              invalid,                                              'allowedW', 'nothing'],
    ['one without tokens',                    ofMode('chatgpt'),                                    'none',     'nothing'],
    ['a key that is not there',               ofMode('apikey'),                                     'api',      'stops stops nothing'],
    ['a kind of tomorrow',                    ofTomorrow,                                           'none',     'nothing'],
    ['a kind of tomorrow and a forced rule',  ofTomorrow,                                           'chatgpt',  'stops stops nothing'],
    ['headers',                               ofMode('headers'),                                    'none',     'nothing'],
    ['an agent identity',                     ofMode('agentIdentity', { agent_identity: agent }),   'none',     'unknown'],
    ['an agent identity that is none',        ofMode('agentIdentity', { agent_identity: 'no' }),    'none',     'nothing'],
    ['a store that cannot be read',           of({ kind: 'unreadable', reason: 'denied', message: 'm' }), 'none', 'nothing'],
    ['one under a forced rule as well',       of({ kind: 'unreadable', reason: 'denied', message: 'm' }), 'W', 'stops stops nothing'],
    ['a Bedrock key',                         bedrock,                                              'none',     'stops'],
    ['a personal access token',               token,                                                'none',     'stored'],
    ['a token whose workspace counts',        token,                                                'W',        'unknown'],
    ['a token of another workspace',          lookedUp({ kind: 'known', whoami: ofX, at: 0 }),      'allowedW', 'nothing'],
    ['a token that is refused',               lookedUp({ kind: 'refused', message: 'm', at: 0 }),          'none',     'nothing'],
    ['a refused token under a forced rule',   lookedUp({ kind: 'refused', message: 'm', at: 0 }),          'chatgpt',  'stops stops nothing'],
    ['a token that two rules ask about',      token,                                                'XnotW',    'unknown unknown nothing'],
  ])('of %s', (_, credential, rule, expected) => {
    expect(words({}, { stored: credential, rules: known[rule] })).toBe(expected);
  });

  it('codex exec uses what only the rules of a workspace hide', () => {
    const rulesOfCloud = { rules: rulesWithCloud({}, { forcedWorkspaces: W }) };
    const mixed = chatgptCredential({
      person: { ...ada, workspaceId: 'W' },
      tokens: { account_id: 'X', access_token: 'opaque' },
    });
    expect(words({}, { ...rulesOfCloud, stored: mixed })).toBe('stored nothing nothing');
    const apart = rulesWithCloud({ allowedWorkspaces: ['X'] }, { forcedWorkspaces: W });
    expect(words({}, { rules: apart, stored: mixed })).toBe('stored nothing nothing');
    expect(words({}, { rules: known.W, stored: mixed })).toBe('nothing');
  });

  const ofWorkspace = (workspaceId: string, accountId: string) =>
    chatgptCredential({
      person: { ...ada, workspaceId },
      tokens: { account_id: accountId, access_token: 'opaque' },
    });
  const lookedUpOfW = lookedUp({ kind: 'known', whoami: { ...ofX, workspaceId: 'W' }, at: 0 });
  // prettier-ignore
  it.each([
    ['a sign-in that is not the forced method', { allowedMethods: ['chatgpt'] },                           { forcedMethod: 'api' },    ofWorkspace('W', 'W'), {},                      'This device only allows API keys.'],
    ['a personal access token',                 { allowedMethods: ['chatgpt'] },                           { forcedMethod: 'api' },    lookedUpOfW,           {},                      'This device only allows API keys.'],
    ['a sign-in of another workspace',          { allowedMethods: ['chatgpt'], allowedWorkspaces: ['W'] }, { forcedWorkspaces: X },    ofWorkspace('W', 'W'), {},                      'This device only allows workspace X.'],
    ['one that meets what is forced',           { allowedMethods: ['chatgpt'], allowedWorkspaces: ['W'] }, { forcedWorkspaces: X },    ofWorkspace('X', 'W'), {},                      noMethod],
    ['a key of the environment that meets it',  { allowedMethods: ['chatgpt'] },                           { forcedMethod: 'api' },    ofWorkspace('W', 'W'), { CODEX_API_KEY: 'sk' }, noMethod],
  ] as const)('under cloud rules that leave no method, %s stops each program, which says why', (_, local, cloud, stored, env, said) => {
    const codex = inUse(env, { stored, rules: rulesWithCloud(local, cloud) });
    expect(codex.exec).toMatchObject({ uses: 'stops', message: expect.stringContaining(said) as unknown });
    expect(codex.terminal).toEqual(codex.exec);
    expect(codex.apps).toMatchObject({ uses: 'stops', message: expect.stringContaining(noMethod) as unknown });
  });

  it('a Bedrock key with its provider', () => {
    const provider = { id: 'amazon-bedrock', needsSignIn: false };
    expect(words({}, { stored: bedrock, provider })).toBe('stored');
  });

  // As section 1 of the cells of identities: a removal judges another workspace than the use.
  it('judges the effective identity first, and the workspace of the requests then', () => {
    const mixed = chatgptCredential({
      person: { ...ada, workspaceId: 'Y' },
      tokens: { account_id: 'W' },
    });
    expect(words({}, { rules: known.W, stored: mixed })).toBe('stops stops stored');
  });
});

function of(found: Parameters<typeof resolveCredential>[0]['stored']): Credential {
  return resolveCredential({ stored: found, location: 'auth.json' });
}
