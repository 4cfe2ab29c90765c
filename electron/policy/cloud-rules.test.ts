import { describe, expect, it } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import { environmentCredentials } from '../auth/credential-chain.ts';
import { cacheText, cloudCache, type CloudCacheContent } from '../testing/cloud-cache.ts';
import {
  ada,
  chatgptCredential,
  environmentKey,
  hourMs,
  idToken,
  lookedUpToken,
  otherCredential,
  storedApiKey,
  testNow,
  type Person,
} from '../testing/credentials.ts';
import { sourcesOf, type Files } from '../testing/policy-reports.ts';
import { RulesInForce, cloudRulesOf, withCloudRules } from './cloud-rules.ts';
import { settingsFrom, type CodexConfig } from './codex-config.ts';
import { CodexLoading } from './codex-loading.ts';
import { checkCloud } from './config-check.ts';
import type { ConfigFile } from './config-document.ts';
import { settingsLayers } from './layers.ts';
import { restrictionVerdict } from './restriction-verdict.ts';
import type { Environment } from './environment-rules.ts';

const member: Person = { ...ada, plan: 'enterprise' };
const signedIn = chatgptCredential({ person: member });

const cached = (content: CloudCacheContent = {}): ConfigFile => ({
  kind: 'text',
  text: cacheText(cloudCache(testNow, content)),
});
const onlyApi = cached({ config: { Baseline: 'forced_login_method = "api"' } });

function local(files: Files, cloudCacheFile: ConfigFile, environment: Environment = []) {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  const around = { environment, dotenvProblem: null, cloudCache: cloudCacheFile };
  return settingsFrom(layers, sourcesOf(files), around);
}

function merged(settings: CodexConfig, credential: Credential = signedIn): CodexConfig {
  return withCloudRules(settings, cloudRulesOf(settings, credential, testNow));
}

function verdictOn(settings: CodexConfig, credential: Credential = signedIn) {
  const { rules, environment } = merged(settings, credential);
  return restrictionVerdict(rules, credential, undefined, environment);
}

it('those of this machine are kept beside all of them', () => {
  const settings = local({ requirements: 'allowed_login_methods = ["chatgpt"]' }, onlyApi);
  const [before, all] = [settings.rules, merged(settings).rules];
  expect(before).toMatchObject({ rules: { forcedMethod: null, local: null } });
  expect(all).toMatchObject({
    rules: { forcedMethod: { value: 'api' }, local: before.kind === 'known' && before.rules },
  });
});

describe('whose rules they are', () => {
  const stateOf = (credential: Credential, cache = onlyApi, files: Files = {}) => {
    const found = cloudRulesOf(local(files, cache), credential, testNow);
    return 'because' in found ? `${found.kind}: ${found.because}` : found.kind;
  };
  const of = (changes: Partial<Person>) => chatgptCredential({ person: { ...member, ...changes } });

  it('those of the account that is signed in count', () => {
    expect(stateOf(signedIn)).toBe('inForce');
  });

  it.each([
    ['another workspace', of({ workspaceId: 'ws-other' }), 'expected: otherWorkspace'],
    ['another user', of({ userId: 'user-other' }), 'expected: otherUser'],
    ['no user', of({ userId: null }), 'expected: noIds'],
    [
      'no account_id, though a claim names the workspace',
      chatgptCredential({ person: member, tokens: { account_id: undefined } }),
      'expected: noIds',
    ],
    [
      'a record without last_refresh',
      chatgptCredential({ person: member, members: { last_refresh: undefined } }),
      'inForce',
    ],
    ['an API key', storedApiKey(), 'passedOver: method'],
    ['a Bedrock key', otherCredential('bedrockApiKey'), 'passedOver: method'],
    [
      'a personal access token that was not looked up',
      otherCredential('personalAccessToken'),
      'expected: owner',
    ],
    ['one of the account', lookedUpToken('ws-ada', 'enterprise'), 'inForce'],
    ['one of another account', lookedUpToken('X', 'enterprise'), 'expected: otherWorkspace'],
    ['one of another plan', lookedUpToken('ws-ada', 'pro'), 'passedOver: plan'],
    ['nobody', { kind: 'signedOut' }, 'passedOver: signedOut'],
    ['a plan for which Codex asks for none', of({ plan: 'plus' }), 'passedOver: plan'],
  ] as const)('%s', (_, credential, state) => {
    expect(stateOf(credential)).toBe(state);
  });

  it.each([
    ['without a file', { kind: 'absent' }, 'expected: absent'],
    ['after their hour', cached({ expiresAt: '2026-01-22T16:48:43Z' }), 'expected: expired'],
    ['for nobody', cached({ userId: null }), 'expected: noIds'],
    ['for no workspace', cached({ workspaceId: null }), 'expected: noIds'],
    ['damaged', { kind: 'text', text: '{' }, 'expected: damaged'],
    ['of another version', cached({ version: 2 }), 'otherVersion'],
  ] as const satisfies [string, ConfigFile, string][])(
    'Codex asks for them at its next start: %s',
    (_, cache, state) => {
      expect(stateOf(signedIn, cache)).toBe(state);
    },
  );

  it('none is looked for, and none there, without a plan for them', () => {
    expect(stateOf(of({ plan: 'pro' }), { kind: 'absent' })).toBe('none');
    expect(stateOf(of({ plan: 'pro' }), { kind: 'text', text: '{' })).toBe('none');
  });

  it('the plan of a switched sign-in is that of its access token', () => {
    const switched = chatgptCredential({
      person: member,
      tokens: { id_token: idToken({ ...ada, workspaceId: 'ws-before', plan: 'plus' }) },
    });
    expect(stateOf(switched)).toBe('inForce');
  });

  it('whose a token of the environment is, is not known until it is looked up', () => {
    const [token] = environmentCredentials({
      variables: { CODEX_ACCESS_TOKEN: 'at-env' },
      ofDotenv: new Set(),
    });
    const found = (told: Partial<Environment[number]>) =>
      cloudRulesOf(local({}, onlyApi, token ? [{ ...token, ...told }] : []), signedIn, testNow);
    expect(found({})).toMatchObject({ kind: 'expected', because: 'owner' });
    const whoami = { email: null, userId: 'u', workspaceId: 'X', planRaw: 'enterprise' };
    expect(found({ whoami })).toMatchObject({ kind: 'expected', because: 'otherWorkspace' });
    expect(found({ whoami: { ...whoami, planRaw: 'plus' } })).toMatchObject({
      kind: 'passedOver',
      because: 'plan',
    });
  });

  it('whose it is does not matter where Codex cannot use it', () => {
    const token = { kind: 'accessToken', variable: 'CODEX_ACCESS_TOKEN', setIn: 'environment' };
    const settings = local({}, onlyApi, [
      { ...token, fault: 'm', whoami: null } as Environment[number],
    ]);
    expect(cloudRulesOf(settings, signedIn, testNow)).toMatchObject({
      kind: 'passedOver',
      because: 'method',
    });
  });

  it('a key of the environment leaves the stored sign-in to ask', () => {
    expect(cloudRulesOf(local({}, onlyApi, [environmentKey]), signedIn, testNow).kind).toBe(
      'inForce',
    );
  });
});

describe('the files of this machine are judged first', () => {
  it.each([
    ['a forced method', { user: 'forced_login_method = "api"' }],
    ['a forced workspace', { user: 'forced_chatgpt_workspace_id = "ws-other"' }],
    ['an allowed method', { requirements: 'allowed_login_methods = ["api"]' }],
    ['an allowed workspace', { requirements: 'allowed_chatgpt_workspaces = ["ws-other"]' }],
    ['no allowed workspace', { requirements: 'allowed_chatgpt_workspaces = []' }],
    ['rules that cannot be read', { system: 'forced_login_method = 5' }],
  ] as const)('what they bar gets no cloud rules: %s', (_, files) => {
    expect(cloudRulesOf(local(files, onlyApi), signedIn, testNow)).toMatchObject({
      kind: 'passedOver',
      because: 'localRules',
    });
  });

  it('and then all together: a rule of the system holds beside another of the cloud', () => {
    const system = 'forced_chatgpt_workspace_id = "ws-ada"';
    const settings = local({ system }, onlyApi);
    expect(verdictOn(settings)).toMatchObject({
      rule: 'forcedMethod',
      source: 'cloud rules: Baseline',
      remedy: 'signOut',
    });
  });
});

describe('cloud rules are defaults', () => {
  const inCloud = (text: string) => cached({ config: { Baseline: text } });

  it('above the file of the system, below that of the person', () => {
    const chatgpt = 'forced_login_method = "chatgpt"';
    const api = 'forced_login_method = "api"';
    expect(verdictOn(local({ user: chatgpt }, inCloud(api))).kind).toBe('allowed');
    expect(verdictOn(local({ managed: chatgpt }, inCloud(api))).kind).toBe('allowed');
    expect(verdictOn(local({}, inCloud(api))).kind).toBe('violated');
    const other = 'forced_chatgpt_workspace_id = ["ws-ada", "ws-b"]';
    const both = local({ system: other }, inCloud('forced_chatgpt_workspace_id = "ws-b"'));
    expect(verdictOn(both)).toMatchObject({ rule: 'forcedWorkspaces', remedy: 'signOut' });
  });

  it('of fragments, the first that sets a key decides, also by a blank', () => {
    const config = {
      First: 'forced_chatgpt_workspace_id = ""',
      Second: 'forced_chatgpt_workspace_id = "ws-other"\nforced_login_method = "api"',
    };
    expect(verdictOn(local({}, cached({ config })))).toMatchObject({
      rule: 'forcedMethod',
      source: 'cloud rules: Second',
    });
  });

  it.each([
    ['login keys of requirements', { requirements: { R: 'allowed_login_methods = ["api"]' } }],
    ['requirements in a config', { config: { C: 'allowed_login_methods = ["api"]' } }],
    ['[gatehouse]', { config: { C: '[gatehouse]\nrequire_verified_workspace = true' } }],
  ])('%s have no meaning there', (_, content) => {
    expect(verdictOn(local({}, cached(content))).kind).toBe('allowed');
  });
});

describe('a store that the workspace sets', () => {
  const stored = (mode: string, files: Files = {}) =>
    verdictOn(
      local(files, cached({ config: { Baseline: `cli_auth_credentials_store = "${mode}"` } })),
    );

  it.each(['keyring', 'ephemeral'])('hides a sign-in that is elsewhere: %s', (mode) => {
    expect(stored(mode)).toMatchObject({
      rule: 'otherStore',
      remedy: 'hide',
      source: 'cloud rules: Baseline',
    });
  });

  it('hides it whichever of the rules sets the store', () => {
    const config = { Models: 'model = "o"', Stores: 'cli_auth_credentials_store = "keyring"' };
    expect(verdictOn(local({}, cached({ config })))).toMatchObject({
      rule: 'otherStore',
      source: 'cloud rules: Stores',
    });
  });

  it.each([
    ['auto', {}],
    ['file', {}],
    ['keyring', { user: 'cli_auth_credentials_store = "file"' }],
  ] as const)('hides nothing where Codex finds it: %s, %j', (mode, files) => {
    expect(stored(mode, files).kind).toBe('allowed');
  });
});

describe('whether Codex loads them', () => {
  const checked = (text: string, files: Files = {}) =>
    checkCloud(merged(local(files, cached({ config: { Baseline: text } }))));

  it('a value that it does not take stops it, with the line', () => {
    expect(checked('# models\nmodel = 5')).toEqual({
      because: 'config',
      message: 'model has a value that Codex does not take',
      place: { source: 'cloud rules: Baseline', line: 2, column: 1 },
    });
  });

  it.each([
    ['known values', 'model = "o"', {}],
    ['a wrong value that the person replaces', 'model = 5', { user: 'model = "o"' }],
    ['a doubt about other files alone', 'model = "o"', { user: 'future_key = 1' }],
  ] as const)('nothing is in doubt with %s', (_, text, files) => {
    expect(checked(text, files)).toBeNull();
  });

  it.each(['forced_login_method = 5', 'forced_chatgpt_workspace_id = [5]', 'model = 5'])(
    'they stop it with %s, though it loads its files',
    async (text) => {
      const settings = local({}, cached({ config: { Baseline: text } }));
      const { rules } = settings;
      const loading = new CodexLoading({
        rules: { get: () => settings, reload: () => Promise.resolve(rules) },
        ask: () => Promise.resolve({ kind: 'loads' }),
      });
      await loading.look();
      expect(loading.stopWith(settings)).toBeNull();
      expect(loading.stopWith(merged(settings))).toMatchObject({
        because: 'config',
        place: { source: 'cloud rules: Baseline' },
      });
    },
  );

  it('a key that is not known leaves it in doubt', () => {
    expect(checked('future_key = 1')).toMatchObject({ because: 'unproven' });
  });
});

it('at its moment, a rule holds only with a bundle that is still valid', () => {
  let now = testNow;
  const settings = local({}, onlyApi);
  const inForce = new RulesInForce({
    rules: { get: () => settings },
    session: { get: () => signedIn },
    now: () => now,
  });
  const verdict = () => restrictionVerdict(inForce.get().rules, signedIn);
  expect(verdict().kind).toBe('violated');
  expect(inForce.get()).toBe(inForce.get());
  now = testNow + hourMs - 1;
  expect(verdict().kind).toBe('violated');
  now += 1;
  expect(verdict().kind).toBe('allowed');
});
