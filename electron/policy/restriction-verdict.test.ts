import { describe, expect, it } from 'vitest';

import { resolveCredential, type Credential } from '../auth/credential.ts';
import type { EnvironmentCredential } from '../auth/credential-chain.ts';
import {
  ada,
  chatgptCredential,
  environmentKey,
  otherCredential,
  present,
  recordOf,
  storedApiKey,
} from '../testing/credentials.ts';
import { rules, rulesWithCloud } from '../testing/login-rules.ts';
import { noRules, type KnownRules } from './login-rules.ts';
import { restrictionVerdict } from './restriction-verdict.ts';
import type { Evidence, Verdict, Withheld } from './verdict.ts';

/** The credentials that upstream's table distinguishes. */
const credentials = {
  nothing: { kind: 'signedOut' },
  storedKey: storedApiKey(),
  inW: chatgptCredential({ person: { ...ada, workspaceId: 'W' } }),
  inX: chatgptCredential({ person: { ...ada, workspaceId: 'X' } }),
  nowhere: chatgptCredential({ person: { ...ada, workspaceId: null } }),
  noLastRefresh: chatgptCredential({
    person: { ...ada, workspaceId: 'W' },
    members: { last_refresh: null },
  }),
  noTokens: { kind: 'unusable', problem: { code: 'tokens-missing', message: 'No tokens.' } },
} as const satisfies Record<string, Credential>;

type Who = keyof typeof credentials | 'environmentKey';

/** `environmentKey` is one with nothing stored. */
function verdictOn(known: KnownRules, who: Who, evidence?: Evidence): Verdict {
  return who === 'environmentKey'
    ? restrictionVerdict(known, credentials.nothing, evidence, [environmentKey])
    : restrictionVerdict(known, credentials[who], evidence);
}

/** Upstream's sentences, by their names in the tables below. */
const sentences = {
  A1: 'API key login is required, but ChatGPT is currently being used. Logging out.',
  A2: 'ChatGPT login is required, but an API key is currently being used. Logging out.',
  A3: 'Login is restricted to workspace W, but current credentials belong to X. Logging out.',
  A4: 'Login is restricted to workspace W, but current credentials lack a workspace identifier. Logging out.',
  A5: 'Failed to load ChatGPT credentials while enforcing workspace restrictions: Token data is not available.. Logging out.',
  A3list:
    'Login is restricted to workspace(s) W, V, but current credentials belong to X. Logging out.',
  A4list:
    'Login is restricted to workspace(s) W, V, but current credentials lack a workspace identifier. Logging out.',
  // Gatehouse's own: the environment is the culprit, and nothing is removed.
  env: 'ChatGPT login is required, but an API key is currently being used. It comes from the environment variable CODEX_API_KEY. Because of it, codex exec and the Codex terminal interface do not start. Unset CODEX_API_KEY.',
} as const;

type Cell = 'OK' | keyof typeof sentences;

function cellOf(verdict: Verdict): string {
  if (verdict.kind === 'allowed') return 'OK';
  const name = Object.entries(sentences).find(([, text]) => text === verdict.message)?.[0];
  return name ?? verdict.message;
}

const columns: readonly Who[] = [
  'nothing',
  'storedKey',
  'environmentKey',
  'inW',
  'inX',
  'nowhere',
  'noLastRefresh',
  'noTokens',
];

type Row = readonly [rule: string, known: KnownRules, ...cells: readonly Cell[]];

const W = { form: 'single', id: 'W' } as const;
const WV = { form: 'list', ids: ['W', 'V'] } as const;
const none = { form: 'list', ids: [] } as const;

/**
 * The tables of `enforce_login_restrictions`: that of codex-rs of January 2026 (one workspace), the present one
 * (a list), and their combinations with each method.
 */
// prettier-ignore
const table: readonly Row[] = [
  // rules                                                               nothing storedKey environmentKey inW   inX       nowhere   noLastRefresh noTokens
  ['no rule',               rules({}),                                                     'OK', 'OK', 'OK',  'OK', 'OK',     'OK',     'OK', 'OK'],
  ['api',                   rules({ forcedMethod: 'api' }),                                'OK', 'OK', 'OK',  'A1', 'A1',     'A1',     'A1', 'A1'],
  ['chatgpt',               rules({ forcedMethod: 'chatgpt' }),                            'OK', 'A2', 'env', 'OK', 'OK',     'OK',     'OK', 'OK'],
  ['workspace W',           rules({ forcedWorkspaces: W }),                                'OK', 'OK', 'OK',  'OK', 'A3',     'A4',     'A5', 'A5'],
  ['api, W',                rules({ forcedMethod: 'api', forcedWorkspaces: W }),           'OK', 'OK', 'OK',  'A1', 'A1',     'A1',     'A1', 'A1'],
  ['chatgpt, W',            rules({ forcedMethod: 'chatgpt', forcedWorkspaces: W }),       'OK', 'A2', 'env', 'OK', 'A3',     'A4',     'A5', 'A5'],
  ['workspaces W and V',    rules({ forcedWorkspaces: WV }),                               'OK', 'OK', 'OK',  'OK', 'A3list', 'A4list', 'A5', 'A5'],
  ['chatgpt, W and V',      rules({ forcedMethod: 'chatgpt', forcedWorkspaces: WV }),      'OK', 'A2', 'env', 'OK', 'A3list', 'A4list', 'A5', 'A5'],
  ['api, W and V',          rules({ forcedMethod: 'api', forcedWorkspaces: WV }),          'OK', 'OK', 'OK',  'A1', 'A1',     'A1',     'A1', 'A1'],
  ['an empty list',         rules({ forcedWorkspaces: none }),                             'OK', 'OK', 'OK',  'OK', 'OK',     'OK',     'OK', 'OK'],
  ['api, an empty list',    rules({ forcedMethod: 'api', forcedWorkspaces: none }),        'OK', 'OK', 'OK',  'A1', 'A1',     'A1',     'A1', 'A1'],
  ['chatgpt, an empty list',rules({ forcedMethod: 'chatgpt', forcedWorkspaces: none }),    'OK', 'A2', 'env', 'OK', 'OK',     'OK',     'OK', 'OK'],
];

const cells = table.flatMap(([rule, known, ...row]) =>
  columns.map((who, column) => ({ rule, who, known, expected: row[column] })),
);

describe('rules of config.toml', () => {
  it.each(cells)('$rule; credential: $who -> $expected', ({ known, who, expected }) => {
    expect(cellOf(verdictOn(known, who))).toBe(expected);
  });

  it('remove the credential, and name themselves and where they are set', () => {
    expect(restrictionVerdict(rules({ forcedMethod: 'api' }), credentials.inW)).toEqual({
      kind: 'violated',
      rule: 'forcedMethod',
      source: 'forcedMethod.toml',
      message: sentences.A1,
      broken: { method: 'chatgpt', allowed: null },
      remedy: 'signOut',
      withheld: null,
    });
    expect(restrictionVerdict(rules({ forcedWorkspaces: W }), credentials.inX)).toEqual({
      kind: 'violated',
      rule: 'forcedWorkspaces',
      source: 'forcedWorkspaces.toml',
      message: sentences.A3,
      broken: { method: 'chatgpt', allowed: ['W'], workspaceId: 'X' },
      remedy: 'signOut',
      withheld: null,
    });
  });

  it('blame a key from the environment on its variable', () => {
    const verdict = verdictOn(rules({ forcedMethod: 'chatgpt' }), 'environmentKey');
    expect(verdict).toMatchObject({ rule: 'forcedMethod', remedy: 'unsetVariable' });
  });
});

describe('rules that leave no usable method', () => {
  const onlyChatgpt = { allowedMethods: ['chatgpt'] } as const;
  const onlyW = { ...onlyChatgpt, allowedWorkspaces: ['W'] } as const;
  const noMethod = 'authentication requirements do not permit any usable login method';
  const X = { form: 'single', id: 'X' } as const;

  it('remove nothing where they are all of this machine', () => {
    const local = rules({ ...onlyChatgpt, forcedMethod: 'api' });
    expect(verdictOn(local, 'inW')).toMatchObject({ remedy: 'hide', message: noMethod });
  });

  it.each([
    ['the method', rulesWithCloud(onlyChatgpt, { forcedMethod: 'api' }), 'forcedMethod'],
    ['the workspace', rulesWithCloud(onlyW, { forcedWorkspaces: X }), 'forcedWorkspaces'],
  ] as const)('remove what a workspace forces otherwise: %s', (_, known, rule) => {
    expect(verdictOn(known, 'inW')).toMatchObject({ rule, remedy: 'signOut', withheld: null });
  });

  it('hide what the workspace forces, and the rest of them bars', () => {
    const mixed = chatgptCredential({
      person: { ...ada, workspaceId: 'X' },
      tokens: { account_id: 'W', access_token: 'opaque' },
    });
    const known = rulesWithCloud(onlyW, { forcedWorkspaces: X });
    expect(restrictionVerdict(known, mixed)).toMatchObject({ remedy: 'hide', message: noMethod });
  });

  it('withhold the removal beside a key of the environment, with which Codex does not start', () => {
    const known = rulesWithCloud(onlyChatgpt, { forcedMethod: 'api' });
    const found = restrictionVerdict(known, credentials.inW, undefined, [environmentKey]);
    expect(found).toMatchObject({
      remedy: 'signOut',
      withheld: { because: 'environment' },
      message: expect.stringContaining('CODEX_API_KEY, Codex does not start') as unknown,
    });
  });
});

describe('managed requirements', () => {
  const api = rules({ allowedMethods: ['api'] });
  const chatgpt = rules({ allowedMethods: ['chatgpt'] });
  const both = rules({ allowedMethods: ['api', 'chatgpt'] });
  const neither = rules({ allowedMethods: [] });
  const inWorkspaces = rules({ allowedWorkspaces: ['W', 'V'] });
  const inNoWorkspace = rules({ allowedWorkspaces: [] });

  const needsApi = 'API key login is required';
  const needsChatgpt = 'ChatGPT login is required';
  const needsNothing = 'authentication requirements do not permit any usable login method';
  const otherWorkspace = (found: string): string =>
    `Login is restricted to workspace(s) W, V, but current credentials belong to ${found}`;
  const unset = '. The key comes from the environment variable CODEX_API_KEY: unset it.';

  it.each<[string, Who, string, KnownRules]>([
    ['only API keys', 'nothing', 'OK', api],
    ['only API keys', 'storedKey', 'OK', api],
    ['only API keys', 'environmentKey', 'OK', api],
    ['only API keys', 'inW', needsApi, api],
    ['only API keys', 'noTokens', needsApi, api],
    ['only ChatGPT', 'storedKey', needsChatgpt, chatgpt],
    ['only ChatGPT', 'environmentKey', needsChatgpt + unset, chatgpt],
    ['only ChatGPT', 'inW', 'OK', chatgpt],
    ['both methods', 'storedKey', 'OK', both],
    ['both methods', 'inX', 'OK', both],
    ['no method', 'nothing', 'OK', neither],
    ['no method', 'storedKey', needsNothing, neither],
    ['no method', 'environmentKey', needsNothing + unset, neither],
    ['no method', 'inW', needsNothing, neither],
    ['two workspaces', 'nothing', 'OK', inWorkspaces],
    ['two workspaces', 'storedKey', 'OK', inWorkspaces],
    ['two workspaces', 'inW', 'OK', inWorkspaces],
    ['two workspaces', 'noLastRefresh', 'OK', inWorkspaces],
    ['two workspaces', 'inX', otherWorkspace('X'), inWorkspaces],
    ['two workspaces', 'nowhere', otherWorkspace('unknown'), inWorkspaces],
    ['two workspaces', 'noTokens', otherWorkspace('unknown'), inWorkspaces],
    ['no workspace', 'storedKey', 'OK', inNoWorkspace],
    ['no workspace', 'inW', needsApi, inNoWorkspace],
  ])('allow %s; credential: %s -> %s', (_, who, expected, known) => {
    const verdict = verdictOn(known, who);
    expect(verdict.kind === 'allowed' ? 'OK' : verdict.message).toBe(expected);
  });

  it('hide the credential and remove nothing', () => {
    expect(restrictionVerdict(api, credentials.inW)).toEqual({
      kind: 'violated',
      rule: 'allowedMethods',
      source: 'allowedMethods.toml',
      message: needsApi,
      broken: { method: 'chatgpt', allowed: null },
      remedy: 'hide',
      withheld: null,
    });
    expect(restrictionVerdict(inWorkspaces, credentials.inX)).toMatchObject({
      rule: 'allowedWorkspaces',
      source: 'allowedWorkspaces.toml',
      remedy: 'hide',
    });
  });

  it('blame a key from the environment on its variable', () => {
    expect(verdictOn(chatgpt, 'environmentKey')).toMatchObject({
      rule: 'allowedMethods',
      remedy: 'unsetVariable',
    });
  });

  it('come after the rules of config.toml, which remove', () => {
    const known = rules({ forcedMethod: 'api', allowedMethods: ['api'] });
    expect(restrictionVerdict(known, credentials.inW)).toMatchObject({ remedy: 'signOut' });
  });

  it('leave of the workspaces of config.toml those that both allow, in its order', () => {
    const known = rules({
      forcedWorkspaces: { form: 'list', ids: ['X', 'W', 'V'] },
      allowedWorkspaces: ['V', 'W'],
    });
    expect(restrictionVerdict(known, credentials.inW)).toEqual({ kind: 'allowed' });
    expect(restrictionVerdict(known, credentials.inX)).toMatchObject({
      message: otherWorkspace('X'),
      remedy: 'hide',
    });
  });
});

it.each([
  ['storedKey', rules({ allowedMethods: ['chatgpt'], allowedWorkspaces: [] })],
  ['inW', rules({ allowedMethods: ['chatgpt'], allowedWorkspaces: [] })],
  ['inW', rules({ forcedMethod: 'chatgpt', allowedWorkspaces: [] })],
  ['inW', rules({ forcedMethod: 'chatgpt', allowedMethods: ['api'] })],
  ['storedKey', rules({ forcedMethod: 'chatgpt', allowedMethods: ['api'] })],
  ['inX', rules({ forcedMethod: 'chatgpt', forcedWorkspaces: W, allowedMethods: ['api'] })],
] as const)(
  'sends %s to no other method where none is usable, and removes nothing',
  (who, known) => {
    expect(restrictionVerdict(known, credentials[who])).toMatchObject({
      remedy: 'hide',
      message: 'authentication requirements do not permit any usable login method',
    });
  },
);

describe('a demand for a verified workspace', () => {
  const demand = rules({ requireVerified: true });
  const refuted = 'A verified workspace is required, but its signature is wrong.';
  const unnamed = 'A verified workspace is required, but its tokens name no workspace.';
  const open =
    'A verified workspace is required, which cannot be judged yet: the keys could not be fetched.';
  const read: Evidence = { kind: 'readOnly', message: 'its signature is wrong' };
  const pending: Evidence = { kind: 'pending', message: 'the keys could not be fetched' };
  const verified: Evidence = { kind: 'verified' };

  // prettier-ignore
  it.each<[Who, string, string, string]>([
    // credential      verified  only read  pending
    ['nothing',        'OK',     'OK',      'OK'],
    ['storedKey',      'OK',     'OK',      'OK'],
    ['environmentKey', 'OK',     'OK',      'OK'],
    ['inW',            'OK',     refuted,   open],
    ['inX',            'OK',     refuted,   open],
    ['nowhere',        unnamed,  refuted,   unnamed],
    ['noLastRefresh',  'OK',     refuted,   open],
    ['noTokens',       unnamed,  refuted,   unnamed],
  ])('credential: %s -> %s where it is verified, %s where not, %s before that is told', (who, whenVerified, whenRead, whenPending) => {
    expect(cellOf(verdictOn(demand, who, verified))).toBe(whenVerified);
    expect(cellOf(verdictOn(demand, who, read))).toBe(whenRead);
    expect(cellOf(verdictOn(demand, who, pending))).toBe(whenPending);
  });

  it('hides what is not proven, and removes nothing', () => {
    expect(restrictionVerdict(demand, credentials.inW, read)).toEqual({
      kind: 'violated',
      rule: 'requireVerified',
      source: 'requireVerified.toml',
      message: refuted,
      remedy: 'hide',
      withheld: null,
    });
  });

  it('leaves open what nobody has looked at, or could not', () => {
    expect(restrictionVerdict(demand, credentials.inW, pending)).toEqual({
      kind: 'unknown',
      because: 'evidence',
      message: open,
    });
    expect(restrictionVerdict(demand, credentials.inW)).toMatchObject({ because: 'evidence' });
  });

  it('knows that no evidence helps where the ID token names no workspace', () => {
    expect(restrictionVerdict(demand, credentials.nowhere, pending)).toMatchObject({
      kind: 'violated',
      rule: 'requireVerified',
    });
  });

  it.each([read, pending])('comes after every rule of Codex: $kind', (evidence) => {
    const known = rules({ requireVerified: true, forcedMethod: 'api' });
    expect(cellOf(restrictionVerdict(known, credentials.inW, evidence))).toBe('A1');
    const hiding = rules({ requireVerified: true, allowedWorkspaces: ['V'] });
    expect(restrictionVerdict(hiding, credentials.inW, evidence)).toMatchObject({
      kind: 'violated',
      rule: 'allowedWorkspaces',
    });
  });

  it('is the only thing that evidence is asked for', () => {
    const known = rules({ forcedWorkspaces: W });
    for (const evidence of [verified, read, pending]) {
      expect(cellOf(restrictionVerdict(known, credentials.inW, evidence))).toBe('OK');
      expect(cellOf(restrictionVerdict(known, credentials.inX, evidence))).toBe('A3');
    }
  });
});

describe('what cannot be told', () => {
  it.each(columns)('the rules are not known: nothing is decided about %s', (who) => {
    const unknown = { kind: 'unknown', message: 'config.toml cannot be read.' } as const;
    const verdict = { ...unknown, because: 'rules' };
    expect(verdictOn(unknown, who)).toEqual(verdict);
  });

  const broken: Credential = {
    kind: 'unusable',
    problem: { code: 'record-invalid', message: 'It is not valid JSON.' },
  };

  it('the credential cannot be read: nothing is removed', () => {
    expect(restrictionVerdict(rules({ forcedMethod: 'api' }), broken)).toEqual({
      kind: 'unknown',
      because: 'credential',
      message: 'It is not valid JSON.',
    });
  });

  it('a rule about the store alone asks nothing of it', () => {
    expect(restrictionVerdict(rules({ forbiddenStore: 'file' }), broken)).toEqual({
      kind: 'allowed',
    });
  });

  it('without a rule that does not matter', () => {
    expect(restrictionVerdict({ kind: 'known', rules: noRules }, broken)).toEqual({
      kind: 'allowed',
    });
  });
});

describe('a credential of another kind', () => {
  // As seen with `codex exec` 0.171.0.
  const other = (document: Readonly<Record<string, unknown>>): Credential =>
    resolveCredential({
      stored: present(recordOf(document)),
      location: 'auth.json',
    });
  const token = other({ OPENAI_API_KEY: null, personal_access_token: 'at-test' });
  const bedrockKey = other({
    auth_mode: 'bedrockApiKey',
    bedrock_api_key: { api_key: 'b', region: 'r' },
  });
  const bedrockKeys = other({
    auth_mode: 'bedrockAccessKeys',
    bedrock_access_keys: { access_key_id: 'a', secret_access_key: 's', region: 'r' },
  });
  const agent = other({ auth_mode: 'agentIdentity', agent_identity: 'a' });
  const headers = other({ auth_mode: 'headers' });
  const noKey = other({ auth_mode: 'apikey' });
  const noBedrock = other({ auth_mode: 'bedrockApiKey' });
  const noToken = other({ auth_mode: 'personalAccessToken', OPENAI_API_KEY: 'sk-test' });
  const tokenOf = (workspaceId: string): Credential => {
    if (token.kind !== 'personalAccessToken') throw new TypeError('it is such a token');
    const whoami = { email: null, userId: 'u', workspaceId, planRaw: 'pro' };
    return { ...token, lookUp: { kind: 'known', whoami, at: 0 } };
  };

  it.each([
    ['a Bedrock key', bedrockKey, 'Amazon Bedrock API key'],
    ['AWS access keys', bedrockKeys, 'AWS access keys for Amazon Bedrock'],
  ] as const)('removes %s where ChatGPT is forced, and says what it is', (_what, held, name) => {
    const message = `${sentences.A2} The stored sign-in is of the kind "${name}".`;
    const verdict = restrictionVerdict(rules({ forcedMethod: 'chatgpt' }), held);
    expect(verdict).toMatchObject({ kind: 'violated', remedy: 'signOut', message });
  });

  it.each([
    ['API keys are forced', { forcedMethod: 'api' }],
    ['a workspace is forced', { forcedWorkspaces: W }],
    ['a workspace is allowed', { allowedWorkspaces: ['W'] }],
    ['no workspace is allowed', { allowedWorkspaces: [] }],
    ['API keys are allowed', { allowedMethods: ['api'] }],
  ] as const)('allows a Bedrock key and AWS access keys where %s', (_what, asked) => {
    expect(restrictionVerdict(rules(asked), bedrockKey)).toEqual({ kind: 'allowed' });
    expect(restrictionVerdict(rules(asked), bedrockKeys)).toEqual({ kind: 'allowed' });
  });

  it.each([
    [
      'a Bedrock key that is missing, where ChatGPT is forced',
      noBedrock,
      { forcedMethod: 'chatgpt' },
    ],
    ['a token that is missing, where API keys are forced', noToken, { forcedMethod: 'api' }],
    ['an agent identity, where API keys are forced', agent, { forcedMethod: 'api' }],
    ['an agent identity, where ChatGPT is forced', agent, { forcedMethod: 'chatgpt' }],
    ['headers, where API keys are forced', headers, { forcedMethod: 'api' }],
    ['a key that is missing, where ChatGPT is forced', noKey, { forcedMethod: 'chatgpt' }],
  ] as const)('keeps %s, and says that it cannot be judged', (_what, credential, asked) => {
    expect(restrictionVerdict(rules(asked), credential)).toMatchObject({
      kind: 'unknown',
      because: 'credential',
    });
  });

  // Codex asks the issuer first, keeps the token without an answer, and removes it with one.
  it.each([
    ['API keys', { forcedMethod: 'api' }],
    ['API keys and a workspace', { forcedMethod: 'api', forcedWorkspaces: W }],
    ['API keys, and a workspace is allowed', { forcedMethod: 'api', allowedWorkspaces: ['W'] }],
    [
      'API keys, and both methods are allowed',
      { forcedMethod: 'api', allowedMethods: ['api', 'chatgpt'] },
    ],
  ] as const)(
    'withholds the removal of a personal access token that breaks: %s',
    (_what, asked) => {
      const verdict = restrictionVerdict(rules(asked), token);
      expect(verdict).toMatchObject({
        kind: 'violated',
        rule: 'forcedMethod',
        remedy: 'signOut',
        withheld: { because: 'unproven' },
        message: expect.stringMatching(
          / kept here: .* removes it if the service accepts it\.$/,
        ) as unknown,
      });
      expect(verdict).not.toMatchObject({
        message: expect.stringContaining('Logging out') as unknown,
      });
    },
  );

  const removes = /removes the token if it belongs to another workspace\.$/;
  const hides = /does not use the token if it belongs to another workspace\.$/;
  it.each([
    ['a forced workspace', { forcedWorkspaces: W }, removes],
    ['a list of them', { forcedWorkspaces: { form: 'list', ids: ['W', 'V'] } }, removes],
    ['ChatGPT and a workspace', { forcedMethod: 'chatgpt', forcedWorkspaces: W }, removes],
    [
      'a forced workspace, where API keys alone are allowed',
      { forcedWorkspaces: W, allowedMethods: ['api'] },
      removes,
    ],
    [
      'a forced workspace, where ChatGPT is allowed',
      { forcedWorkspaces: W, allowedMethods: ['chatgpt'] },
      removes,
    ],
    [
      'a forced workspace, where another one is allowed',
      { forcedWorkspaces: W, allowedWorkspaces: ['X'] },
      removes,
    ],
    ['an allowed workspace', { allowedWorkspaces: ['W'] }, hides],
    [
      'ChatGPT and an allowed workspace',
      { allowedMethods: ['chatgpt'], allowedWorkspaces: ['W'] },
      hides,
    ],
  ] as const)(
    'does not know whose a personal access token is, and says what Codex does: %s',
    (_what, asked, told) => {
      expect(restrictionVerdict(rules(asked), token)).toMatchObject({
        kind: 'unknown',
        because: 'owner',
        message: expect.stringMatching(told) as unknown,
      });
    },
  );

  it.each([
    ['no workspace is allowed', { allowedWorkspaces: [] }],
    [
      'API keys alone are allowed, and a workspace',
      { allowedMethods: ['api'], allowedWorkspaces: ['W'] },
    ],
    ['no method is left', { forcedWorkspaces: W, allowedMethods: [] }],
    [
      'ChatGPT is forced and API keys are allowed',
      { forcedMethod: 'chatgpt', allowedMethods: ['api'] },
    ],
  ] as const)('hides a personal access token, whoever it belongs to, where %s', (_what, asked) => {
    expect(restrictionVerdict(rules(asked), token)).toMatchObject({
      kind: 'violated',
      remedy: 'hide',
      withheld: null,
    });
  });

  it.each([
    ['ChatGPT is forced', { forcedMethod: 'chatgpt' }],
    ['ChatGPT is allowed', { allowedMethods: ['chatgpt'] }],
    [
      'the forced workspace is blank, and ChatGPT is forced',
      { forcedMethod: 'chatgpt', forcedWorkspaces: { form: 'list', ids: [] } },
    ],
  ] as const)(
    'leaves it open whether a token that was not asked about is used, where %s',
    (_, asked) => {
      expect(restrictionVerdict(rules(asked), token)).toMatchObject({
        kind: 'unknown',
        because: 'owner',
        message: expect.stringContaining('--look-up') as unknown,
      });
    },
  );

  it.each([
    ['ChatGPT is forced', { forcedMethod: 'chatgpt' }],
    ['its workspace is forced', { forcedWorkspaces: W }],
    ['its workspace is allowed', { allowedWorkspaces: ['V', 'W'] }],
    ['its workspace is forced and allowed', { forcedWorkspaces: W, allowedWorkspaces: ['W'] }],
  ] as const)('allows a token that was asked about where %s', (_what, asked) => {
    expect(restrictionVerdict(rules(asked), tokenOf('W'))).toEqual({ kind: 'allowed' });
  });

  describe.each([
    ['another workspace', 'X', 'X', 'X'],
    ['no workspace', '', 'no workspace', 'unknown'],
  ])('a token of %s', (_of, id, whose, toWhom) => {
    it('than the forced one is kept, and it is said that Codex removes it', () => {
      expect(restrictionVerdict(rules({ forcedWorkspaces: W }), tokenOf(id))).toMatchObject({
        kind: 'violated',
        rule: 'forcedWorkspaces',
        remedy: 'signOut',
        withheld: { because: 'unproven' },
        message: expect.stringContaining(`belongs to ${whose}. It is kept here`) as unknown,
      });
    });

    it('than the allowed ones is hidden', () => {
      expect(restrictionVerdict(rules({ allowedWorkspaces: ['W'] }), tokenOf(id))).toMatchObject({
        kind: 'violated',
        rule: 'allowedWorkspaces',
        remedy: 'hide',
        message: expect.stringMatching(`belong to ${toWhom}$`) as unknown,
      });
    });
  });

  it('cannot verify the workspace of a personal access token', () => {
    expect(restrictionVerdict(rules({ requireVerified: true }), tokenOf('W'))).toMatchObject({
      kind: 'unknown',
      because: 'owner',
    });
  });

  it.each([
    ['a personal access token, where only API keys are allowed', token, ['api']],
    ['a Bedrock key, where only ChatGPT is allowed', bedrockKey, ['chatgpt']],
  ] as const)('hides %s', (_what, credential, allowedMethods) => {
    const verdict = restrictionVerdict(rules({ allowedMethods }), credential);
    expect(verdict).toMatchObject({ kind: 'violated', remedy: 'hide' });
  });
});

describe('a credential of the environment', () => {
  const set = (kind: EnvironmentCredential['kind'], variable: string): EnvironmentCredential => ({
    kind,
    variable,
    setIn: 'environment',
    whoami: null,
    fault: null,
  });
  const K = set('apiKey', 'CODEX_API_KEY');
  const T = set('accessToken', 'CODEX_ACCESS_TOKEN');
  const F = set('workloadIdentity', 'OPENAI_FEDERATION_RULE_ID');
  const stored = {
    none: credentials.nothing,
    chatgpt: credentials.inW,
    key: credentials.storedKey,
    other: credentials.inX,
  } as const;
  const known = {
    api: rules({ forcedMethod: 'api' }),
    chatgpt: rules({ forcedMethod: 'chatgpt' }),
    W: rules({ forcedWorkspaces: W }),
    allowedApi: rules({ allowedMethods: ['api'] }),
    allowedChatgpt: rules({ allowedMethods: ['chatgpt'] }),
    allowedW: rules({ allowedWorkspaces: ['W'] }),
    none: rules({}),
  } as const;

  const answerOf = (
    rule: keyof typeof known,
    who: keyof typeof stored,
    environment: readonly EnvironmentCredential[],
  ): string => {
    const verdict = restrictionVerdict(known[rule], stored[who], undefined, environment);
    if (verdict.kind !== 'violated') {
      return verdict.kind === 'unknown' ? `unknown: ${verdict.because}` : 'allowed';
    }
    if (verdict.remedy === 'unsetVariable') return `unset ${verdict.variable}`;
    if (verdict.remedy === 'hide') return 'hidden';
    return verdict.withheld === null ? 'removed' : `withheld by ${variableOf(verdict.withheld)}`;
  };

  const unknown = 'unknown: environment';
  const byK = 'withheld by CODEX_API_KEY';
  const byT = 'withheld by CODEX_ACCESS_TOKEN';
  const unsetK = 'unset CODEX_API_KEY';
  const unsetT = 'unset CODEX_ACCESS_TOKEN';

  // What Codex CLI 0.171.0 does stands beside it where it removes.
  // prettier-ignore
  it.each<[keyof typeof known, keyof typeof stored, string, string, string]>([
    // rule            stored     with K     with T     with K and T
    ['none',           'chatgpt', 'allowed', 'allowed', 'allowed'],
    ['api',            'none',    'allowed', unsetT,    'allowed'],
    ['api',            'chatgpt', byK,       byT,       byK],       // T: removed, if it is good
    ['api',            'key',     'allowed', unsetT,    'allowed'], // T: removed, if it is good
    ['chatgpt',        'none',    unsetK,    'allowed', unsetK],
    ['chatgpt',        'chatgpt', unsetK,    'allowed', unsetK],    // K: removed
    ['chatgpt',        'key',     'removed', byT,       'removed'], // K: removed
    ['W',              'none',    'allowed', unknown,   unknown],
    ['W',              'chatgpt', 'allowed', unknown,   unknown],   // T: removed, if it is of X
    ['W',              'key',     'allowed', unknown,   unknown],   // T: removed, if it is of X
    ['W',              'other',   byK,       byT,       byK],
    ['allowedApi',     'none',    'allowed', unsetT,    'allowed'],
    ['allowedApi',     'chatgpt', 'hidden',  'hidden',  'hidden'],
    ['allowedApi',     'key',     'allowed', 'allowed', 'allowed'],
    ['allowedChatgpt', 'none',    unsetK,    'allowed', 'allowed'],
    ['allowedChatgpt', 'chatgpt', 'allowed', 'allowed', 'allowed'],
    ['allowedChatgpt', 'key',     'hidden',  'hidden',  'hidden'],
    ['allowedW',       'chatgpt', 'allowed', unknown,   unknown],
    ['allowedW',       'key',     'allowed', unknown,   unknown],
  ])('rule: %s, stored: %s -> K: %s, T: %s, both: %s', (rule, who, withK, withT, withBoth) => {
    expect(answerOf(rule, who, [K])).toBe(withK);
    expect(answerOf(rule, who, [T])).toBe(withT);
    expect(answerOf(rule, who, [K, T])).toBe(withBoth);
  });

  it.each(Object.keys(known) as (keyof typeof known)[])(
    'never costs what is stored, which the rule %s leaves alone without it',
    (rule) => {
      for (const who of Object.keys(stored) as (keyof typeof stored)[]) {
        const alone = answerOf(rule, who, []);
        const ofTokens = looked.flatMap((token) => [[token], [K, token]]);
        for (const environment of [[F], [K], [T], [F, K], [F, T], [K, T], [F, K, T], ...ofTokens]) {
          const answer = answerOf(rule, who, environment);
          if (alone !== 'removed') expect(answer).not.toBe('removed');
        }
      }
    },
  );

  const ofW = { email: null, userId: 'u', workspaceId: 'W', planRaw: 'pro' };
  const looked = [
    { ...T, whoami: ofW },
    { ...T, whoami: { ...ofW, workspaceId: 'X' } },
    { ...T, fault: 'Refused.' },
  ] as const;

  // prettier-ignore
  it.each<[keyof typeof known, keyof typeof stored, string, string, string]>([
    // rule            stored     of W       of X     refused
    ['none',           'chatgpt', 'allowed', 'allowed', 'allowed'],
    ['api',            'chatgpt', byT,       byT,       byT],
    ['api',            'key',     unsetT,    unsetT,    'allowed'],
    ['W',              'none',    'allowed', unsetT,    'allowed'],
    ['W',              'chatgpt', 'allowed', unsetT,    'allowed'],
    ['W',              'key',     'allowed', unsetT,    'allowed'],
    ['W',              'other',   byT,       byT,       byT],
    ['allowedApi',     'key',     'allowed', 'allowed', 'allowed'],
    ['allowedW',       'none',    'allowed', unsetT,    'allowed'],
    ['allowedW',       'chatgpt', 'allowed', unsetT,    'allowed'],
  ])('a token that was looked up; rule: %s, stored: %s -> of W: %s, of X: %s, refused: %s', (rule, who, ...expected) => {
    expect(looked.map((token) => answerOf(rule, who, [token]))).toEqual(expected);
  });

  it('leaves nothing open about a stored token that is not used, once it was looked up', () => {
    const found = [T, ...looked].map((token) =>
      restrictionVerdict(known.W, otherCredential('personalAccessToken'), undefined, [token]),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['unknown', 'allowed', 'violated', 'allowed']);
  });

  it('a token of another workspace is of no use to those that do not look at the key', () => {
    const [, ofX] = looked;
    expect(answerOf('W', 'chatgpt', [K, ofX])).toBe(unsetT);
  });

  it('of workload identity comes before a key, and saves as a token does', () => {
    expect(answerOf('chatgpt', 'key', [F, K])).toBe('withheld by OPENAI_FEDERATION_RULE_ID');
    expect(answerOf('api', 'key', [F, K])).toBe('unset OPENAI_FEDERATION_RULE_ID');
    expect(answerOf('W', 'key', [F])).toBe(unknown);
  });

  it('is named where it saves what is stored, with what comes of unsetting it', () => {
    expect(restrictionVerdict(known.chatgpt, stored.key, undefined, [T])).toMatchObject({
      kind: 'violated',
      remedy: 'signOut',
      withheld: { because: 'environment', variable: 'CODEX_ACCESS_TOKEN' },
      message:
        'ChatGPT login is required, but the stored sign-in is an API key. Codex uses the environment variable CODEX_ACCESS_TOKEN instead and keeps the stored sign-in for now. Once CODEX_ACCESS_TOKEN is unset, Codex removes the stored sign-in at its next start.',
    });
  });

  it.each([
    ['inX', 'belongs to X'],
    ['nowhere', 'names no workspace'],
    ['noLastRefresh', 'is not complete'],
  ] as const)('is named where it saves %s, with the fault of that', (who, fault) => {
    expect(restrictionVerdict(known.W, credentials[who], undefined, [K])).toMatchObject({
      withheld: { variable: 'CODEX_API_KEY' },
      message: expect.stringContaining(`W, and the stored sign-in ${fault}. `) as unknown,
    });
  });

  it('is named where it breaks the rule, with what that costs', () => {
    expect(restrictionVerdict(known.chatgpt, stored.chatgpt, undefined, [K])).toMatchObject({
      remedy: 'unsetVariable',
      variable: 'CODEX_API_KEY',
      message:
        'ChatGPT login is required, but an API key is currently being used. It comes from the environment variable CODEX_API_KEY. Because of it, codex exec and the Codex terminal interface remove the stored sign-in at their next start. Unset CODEX_API_KEY.',
    });
  });

  it('says nothing of logging out but where that is what is done', () => {
    for (const rule of Object.keys(known) as (keyof typeof known)[]) {
      for (const who of Object.keys(stored) as (keyof typeof stored)[]) {
        for (const environment of [[], [F], [K], [T], [K, T]]) {
          const verdict = restrictionVerdict(known[rule], stored[who], undefined, environment);
          const isRemoved =
            verdict.kind === 'violated' &&
            verdict.remedy === 'signOut' &&
            verdict.withheld === null;
          const message = verdict.kind === 'allowed' ? '' : verdict.message;
          expect(message.includes('Logging out.')).toBe(isRemoved);
        }
      }
    }
  });

  it('that is set in the file .env is named so', () => {
    const inFile = { ...F, setIn: 'dotenv' } as const;
    const verdict = restrictionVerdict(known.chatgpt, stored.key, undefined, [inFile]);
    expect(verdict).toMatchObject({
      message: expect.stringContaining('of the file .env in the Codex folder') as string,
    });
  });
});

function variableOf(withheld: Withheld): string {
  return withheld.because === 'environment' ? withheld.variable : withheld.because;
}
