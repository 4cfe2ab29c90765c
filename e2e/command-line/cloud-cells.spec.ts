import { access, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

import { cacheText, cloudCache, signed } from '../../electron/testing/cloud-cache.ts';
import { jwt } from '../../electron/testing/credentials.ts';
import { closeServer, listenOnLoopback } from '../../electron/testing/issuer/loopback-server.ts';
import { policyReportSchema, type CloudReport, type PolicyReport } from '../../shared/policy.ts';
import { expect, test as base, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  besideMachineFiles,
  canHaveMachineFiles,
  machineFolder,
  type MachineFiles,
} from '../fixtures/machine-files.ts';
import { codexCommand, gatehouseScript, startProgram } from '../fixtures/programs.ts';

/**
 * Which rules of a workspace the real Codex CLI takes from its cache, and what it does by them,
 * beside what Gatehouse says of the same files.
 */

/** The provider as this machine has it: no rules of a workspace, and a model that answers nothing. */
interface Provider {
  readonly origin: string;
  /** How often rules were asked for. */
  readonly asked: () => number;
  /** The `authorization` of the first request to the model. */
  readonly model: Promise<string | null>;
}

const test = base.extend<{ provider: Provider }>({
  provider: async ({ issuer: _ }, use) => {
    let asked = 0;
    let tell: (authorization: string | null) => void;
    const model = new Promise<string | null>((resolve) => (tell = resolve));
    const server = createServer(({ url = '', headers }, response) => {
      const isBundle = url.endsWith('/config/bundle');
      if (isBundle) asked += 1;
      if (url.endsWith('/responses')) tell(headers.authorization ?? null);
      response.writeHead(isBundle ? 200 : 404, { 'content-type': 'application/json' });
      response.end('{}');
    });
    server.on('upgrade', ({ headers }, socket) => {
      tell(headers.authorization ?? null);
      socket.on('error', () => undefined).end('HTTP/1.1 404 Not Found\r\n\r\n');
    });
    const origin = await listenOnLoopback(server, 0);
    await use({ origin, asked: () => asked, model });
    await closeServer(server);
  },
});

interface Who {
  readonly plan: string | null;
  readonly userId: string | null;
  /** Of the ID token, the access token, and the record. */
  readonly ids: readonly [string | null, string | null, string | null];
  /** Whether the record has `last_refresh`. */
  readonly isDated: boolean;
}

const member: Who = {
  plan: 'enterprise',
  userId: 'user-ada',
  ids: ['W', 'W', 'W'],
  isDated: true,
};

function recordOf({ plan, userId, ids: [id, access, account], isDated }: Who): unknown {
  const token = (workspace: string | null): string => {
    const auth = {
      chatgpt_account_id: workspace ?? undefined,
      chatgpt_user_id: userId ?? undefined,
      chatgpt_plan_type: plan ?? undefined,
    };
    const exp = Math.floor(Date.now() / 1000) + 36_000;
    return jwt({ exp, email: 'ada@example.com', 'https://api.openai.com/auth': auth });
  };
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: token(id),
      access_token: token(access),
      refresh_token: 'refresh-1',
      account_id: account ?? undefined,
    },
    last_refresh: isDated ? new Date().toISOString() : undefined,
  };
}

interface Cell {
  readonly who?: Partial<Who> | 'key' | 'nobody';
  /** Text of the cache, or how it is made. */
  readonly cache?: string | ((file: string) => Promise<unknown>);
  readonly user?: string;
  readonly machine?: MachineFiles;
  readonly env?: Readonly<Record<string, string>>;
  readonly cli: {
    readonly asks: boolean;
    readonly does: 'sends' | 'sends nothing' | 'sends the key' | 'removes' | 'refuses';
    readonly words?: RegExp;
  };
  readonly cloud: CloudReport['kind'] | `${CloudReport['kind']}: ${string}`;
  readonly result?: PolicyReport['accounts'][number]['result'];
}

const W = { workspaceId: 'W' };
const withConfig = (text: string, more = {}) =>
  cacheText(cloudCache(Date.now(), { ...W, config: { Baseline: text }, ...more }));
const withRequirements = (text: string, more = {}) =>
  cacheText(cloudCache(Date.now(), { ...W, requirements: { Limits: text }, ...more }));
const payload = cloudCache(Date.now(), {
  ...W,
  config: { Baseline: 'forced_login_method = "api"' },
});
const resigned = (members: object): string =>
  cacheText(signed({ ...payload.signed_payload, ...members }));

const api = 'forced_login_method = "api"';
const chatgpt = 'forced_login_method = "chatgpt"';
const forced = (ids: string): string => `forced_chatgpt_workspace_id = ${ids}`;
const onlyChatgpt = 'allowed_login_methods = ["chatgpt"]';
const onlyW = `${onlyChatgpt}\nallowed_chatgpt_workspaces = ["W"]`;
const noMethod = /requirements do not permit any usable login method/;
const a1 = /API key login is required, but ChatGPT is currently being used\. Logging out\./;
const a2 = /ChatGPT login is required, but an API key is currently being used\. Logging out\./;

const goesOn = { asks: false, does: 'sends' } as const;
const asks = { asks: true, does: 'sends' } as const;
const removes = (words: RegExp) => ({ asks: false, does: 'removes', words }) as const;
const inForce = 'inForce' as const;

/** Whether a cache with a rule that removes the sign-in is used. */
const caches: Readonly<Record<string, Cell>> = {
  'a valid one': { cache: withConfig(api), cli: removes(a1), cloud: inForce },
  none: { cli: asks, cloud: 'expected: absent' },
  'an expired one': {
    cache: withConfig(api, { expiresAt: '2026-01-01T00:00:00Z' }),
    cli: asks,
    cloud: 'expected: expired',
  },
  'of another workspace': {
    cache: withConfig(api, { workspaceId: 'X' }),
    cli: asks,
    cloud: 'expected: otherWorkspace',
  },
  'of another user': {
    cache: withConfig(api, { userId: 'user-eve' }),
    cli: asks,
    cloud: 'expected: otherUser',
  },
  'of no workspace': {
    cache: withConfig(api, { workspaceId: null }),
    cli: asks,
    cloud: 'expected: noIds',
  },
  'of no user': { cache: withConfig(api, { userId: null }), cli: asks, cloud: 'expected: noIds' },
  'of version 2': { cache: resigned({ version: 2 }), cli: asks, cloud: 'otherVersion' },
  'of a changed expiry': {
    cache: cacheText({
      ...payload,
      signed_payload: { ...payload.signed_payload, expires_at: '2099-01-01T00:00:00Z' },
    }),
    cli: asks,
    cloud: 'expected: signature',
  },
  'without a signature': {
    cache: cacheText({ signed_payload: payload.signed_payload }),
    cli: asks,
    cloud: 'expected: damaged',
  },
  'with a signed member that is not known': {
    cache: resigned({ note: 1 }),
    cli: asks,
    cloud: 'expected: signature',
  },
  'with a member beside the payload': {
    cache: cacheText({ note: 1, ...payload }),
    cli: removes(a1),
    cloud: inForce,
  },
  'with an unsigned member in the payload': {
    cache: cacheText({ ...payload, signed_payload: { note: 1, ...payload.signed_payload } }),
    cli: removes(a1),
    cloud: inForce,
  },
  'with a time without a fraction': {
    cache: resigned({ cached_at: '2026-01-01T00:00:00Z' }),
    cli: removes(a1),
    cloud: inForce,
  },
  'with a time in microseconds': {
    cache: resigned({ cached_at: '2026-01-01T00:00:00.000001Z' }),
    cli: removes(a1),
    cloud: inForce,
  },
  'with a time of two digits': {
    cache: resigned({ cached_at: '2026-01-01T00:00:00.12Z' }),
    cli: asks,
    cloud: 'expected: damaged',
  },
  'with a time that ends with zeros': {
    cache: resigned({ cached_at: '2026-01-01T00:00:00.120000Z' }),
    cli: asks,
    cloud: 'expected: damaged',
  },
  'with an offset in a time': {
    cache: resigned({ cached_at: '2026-01-01T00:00:00+00:00' }),
    cli: asks,
    cloud: 'expected: damaged',
  },
  'that is no JSON': { cache: '{"signed_payload"', cli: asks, cloud: 'expected: damaged' },
  empty: { cache: '', cli: asks, cloud: 'expected: damaged' },
  'a folder': { cache: (file) => mkdir(file), cli: asks, cloud: 'expected: unreadable' },
  'a link to nothing': {
    cache: (file) => symlink('/nowhere/at-all', file),
    cli: asks,
    cloud: 'expected: absent',
  },
  'a config that is no TOML': {
    cache: withConfig(`${api}\nx = = 1`),
    cli: asks,
    cloud: 'expected: contents',
  },
  'requirements that are no TOML': {
    cache: withRequirements('x ='),
    cli: asks,
    cloud: 'expected: contents',
  },
  'requirements of a wrong value': {
    cache: withRequirements('allowed_sandbox_modes = ["nope"]', { config: { Baseline: api } }),
    cli: asks,
    cloud: 'expected: contents',
  },
  'requirements of a wrong value in a weaker document': {
    cache: cacheText(
      cloudCache(Date.now(), {
        ...W,
        config: { Baseline: api },
        requirements: {
          First: 'allowed_sandbox_modes = ["read-only"]',
          Second: 'allowed_sandbox_modes = ["nope"]',
        },
      }),
    ),
    cli: asks,
    cloud: 'expected: contents',
  },
  'an empty bundle': {
    cache: cacheText(cloudCache(Date.now(), W)),
    cli: goesOn,
    cloud: inForce,
  },
};

/** With whom a valid cache of W and user-ada is used. */
const people: Readonly<Record<string, Cell>> = {
  ...Object.fromEntries(
    [
      'business',
      'edu',
      'education',
      'hc',
      'ent26',
      'enterprise_cbp_usage_based',
      'enterprise_cbp_automation',
      'edu_plus',
      'edu_pro',
      'sci',
      'sci_plus',
    ].map((plan) => [
      `plan ${plan}`,
      { who: { plan }, cache: withConfig(api), cli: removes(a1), cloud: inForce },
    ]),
  ),
  ...Object.fromEntries(
    ['team', 'plus', 'self_serve_business_usage_based', 'Enterprise', '', null].map((plan) => [
      `plan ${JSON.stringify(plan)}`,
      { who: { plan }, cache: withConfig(api), cli: goesOn, cloud: 'passedOver: plan' },
    ]),
  ),
  'a record without account_id': {
    who: { ids: ['W', 'W', null] },
    cache: withConfig(api),
    cli: asks,
    cloud: 'expected: noIds',
  },
  'a record without last_refresh': {
    who: { isDated: false },
    cache: withConfig(api),
    cli: removes(a1),
    cloud: inForce,
  },
  'a user without an id': {
    who: { userId: null },
    cache: withConfig(api),
    cli: asks,
    cloud: 'expected: noIds',
  },
  'switched to W': {
    who: { ids: ['X', 'W', 'W'] },
    cache: withConfig(forced('"W"')),
    cli: goesOn,
    cloud: inForce,
  },
  'another account_id than the claims': {
    who: { ids: ['X', 'X', 'W'] },
    cache: withConfig(forced('"W"')),
    cli: removes(/belong to X/),
    cloud: inForce,
  },
  'an API key': {
    who: 'key',
    cache: withConfig(chatgpt),
    cli: { asks: false, does: 'sends the key' },
    cloud: 'passedOver: method',
    result: 'allowed',
  },
  nobody: {
    who: 'nobody',
    cache: withConfig(api),
    cli: { asks: false, does: 'sends nothing' },
    cloud: 'passedOver: signedOut',
  },
  'a key of the environment before it': {
    env: { CODEX_API_KEY: 'sk-environment' },
    cache: withConfig(chatgpt),
    cli: removes(a2),
    cloud: inForce,
    result: 'toBeUnset',
  },
  'a key of the environment that the rule lets through': {
    env: { CODEX_API_KEY: 'sk-environment' },
    cache: withConfig(api),
    cli: { asks: false, does: 'sends the key' },
    cloud: inForce,
    result: 'toBeSignedOut',
  },
};

/** What the rules of a valid cache do. */
const rules: Readonly<Record<string, Cell>> = {
  'ChatGPT is forced': { cache: withConfig(chatgpt), cli: goesOn, cloud: inForce },
  'W is forced': { cache: withConfig(forced('["W"]')), cli: goesOn, cloud: inForce },
  'X is forced': {
    cache: withConfig(forced('"X"')),
    cli: removes(/belong to W\. Logging out\./),
    cloud: inForce,
  },
  'the person overrides the method': {
    cache: withConfig(api),
    user: chatgpt,
    cli: goesOn,
    cloud: inForce,
  },
  'the person overrides the workspace with a blank': {
    cache: withConfig(forced('"X"')),
    user: forced('""'),
    cli: goesOn,
    cloud: inForce,
  },
  'the first document is the strongest': {
    cache: cacheText(
      cloudCache(Date.now(), { ...W, config: { First: forced('"W"'), Second: forced('"X"') } }),
    ),
    cli: goesOn,
    cloud: inForce,
  },
  'a blank of the first takes away what the second says': {
    cache: cacheText(
      cloudCache(Date.now(), { ...W, config: { First: forced('[]'), Second: forced('"X"') } }),
    ),
    cli: goesOn,
    cloud: inForce,
  },
  'login keys of its requirements do nothing': {
    cache: withRequirements(
      'allowed_login_methods = ["api"]\nallowed_chatgpt_workspaces = ["X"]\ncli_auth_credentials_store = 5',
    ),
    cli: goesOn,
    cloud: inForce,
  },
  'requirements in its config do nothing': {
    cache: withConfig('allowed_login_methods = ["api"]'),
    cli: goesOn,
    cloud: inForce,
  },
  'a value that Codex does not take stops it': {
    cache: withConfig(`${api}\nmodel = 5`),
    cli: { asks: false, does: 'refuses' },
    cloud: inForce,
    result: 'toBeSignedOut',
  },
  'a wrong value that the person replaces': {
    cache: withConfig(`${api}\nmodel = 5`),
    user: 'model = "o"',
    cli: removes(a1),
    cloud: inForce,
  },
  // The app-server hides it, too: for all programs together it is not in use.
  'the workspace of the requests is not the forced one': {
    who: { ids: ['X', 'X', 'W'] },
    cache: withConfig(forced('"X"')),
    cli: goesOn,
    cloud: inForce,
    result: 'hidden',
  },
  ...Object.fromEntries(
    ['ephemeral', 'keyring'].map((mode) => [
      `the store is ${mode}, where this sign-in is not`,
      {
        cache: withConfig(`cli_auth_credentials_store = "${mode}"`),
        cli: { asks: false, does: 'sends nothing' },
        cloud: inForce,
        result: 'hidden',
      } as const,
    ]),
  ),
  'the store is auto, which finds this sign-in': {
    cache: withConfig('cli_auth_credentials_store = "auto"'),
    cli: goesOn,
    cloud: inForce,
  },
  'the store in memory, and the person says file': {
    cache: withConfig('cli_auth_credentials_store = "ephemeral"'),
    user: 'cli_auth_credentials_store = "file"',
    cli: goesOn,
    cloud: inForce,
  },
};

/** The rules of this machine are judged first, and then all together. */
const stages: Readonly<Record<string, Cell>> = {
  'the person forces another method': {
    user: api,
    cache: withConfig(chatgpt),
    cli: removes(a1),
    cloud: 'passedOver: localRules',
  },
  'the person forces another workspace': {
    user: forced('"X"'),
    cache: withConfig(chatgpt),
    cli: removes(/belong to W/),
    cloud: 'passedOver: localRules',
  },
  'the system forces another method, which the cloud would override': {
    machine: { 'config.toml': api },
    cache: withConfig(chatgpt),
    cli: removes(a1),
    cloud: 'passedOver: localRules',
  },
  'the system and the cloud each force a workspace of their own': {
    machine: { 'config.toml': forced('["W"]') },
    cache: withConfig(forced('"X"')),
    cli: removes(/belong to W/),
    cloud: inForce,
  },
  'the cloud overrides the system where that lets the sign-in pass': {
    who: { ids: ['X', 'X', 'W'] },
    machine: { 'config.toml': forced('"W"') },
    cache: withConfig(forced('"X"')),
    cli: goesOn,
    cloud: inForce,
    result: 'hidden',
  },
  'managed_config.toml is above the cloud': {
    machine: { 'managed_config.toml': chatgpt },
    cache: withConfig(api),
    cli: goesOn,
    cloud: inForce,
  },
  'only API keys are allowed': {
    machine: { 'requirements.toml': 'allowed_login_methods = ["api"]' },
    cache: withConfig(api),
    cli: { asks: false, does: 'sends nothing' },
    cloud: 'passedOver: localRules',
    result: 'hidden',
  },
  'ChatGPT alone is allowed, and the cloud forces API keys': {
    machine: { 'requirements.toml': onlyChatgpt },
    cache: withConfig(api),
    cli: removes(a1),
    cloud: inForce,
  },
  'the same beside a key of the environment, which breaks no forced rule': {
    machine: { 'requirements.toml': onlyChatgpt },
    cache: withConfig(api),
    env: { CODEX_API_KEY: 'sk-environment' },
    cli: { asks: false, does: 'refuses', words: noMethod },
    cloud: inForce,
    result: 'toBeSignedOut',
  },
  'the machine itself forces API keys where it allows ChatGPT alone': {
    machine: { 'config.toml': api, 'requirements.toml': onlyChatgpt },
    cache: withConfig(api),
    cli: { asks: false, does: 'refuses', words: noMethod },
    cloud: 'passedOver: localRules',
    result: 'hidden',
  },
  'ChatGPT of W is allowed, and the cloud forces X': {
    machine: { 'requirements.toml': onlyW },
    cache: withConfig(forced('"X"')),
    cli: removes(/belong to W/),
    cloud: inForce,
  },
  'the same of a sign-in of X with the account id of W': {
    who: { ids: ['X', 'X', 'W'] },
    machine: { 'requirements.toml': onlyW },
    cache: withConfig(forced('"X"')),
    cli: { asks: false, does: 'refuses', words: noMethod },
    cloud: inForce,
    result: 'hidden',
  },
  'another workspace is allowed': {
    machine: { 'requirements.toml': 'allowed_chatgpt_workspaces = ["X"]' },
    cache: withConfig(api),
    cli: { asks: false, does: 'sends nothing' },
    cloud: 'passedOver: localRules',
    result: 'hidden',
  },
  'the workspace is allowed, and the cloud forces API keys': {
    machine: { 'requirements.toml': 'allowed_chatgpt_workspaces = ["W"]' },
    cache: withConfig(api),
    cli: removes(a1),
    cloud: inForce,
  },
};

test.describe('whether Codex uses a cache of cloud rules', () => cellTests(caches));
test.describe('for whom it counts', () => cellTests(people));
test.describe('what the rules of a workspace do', () => cellTests(rules));
test.describe('the rules of this machine come first', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  cellTests(stages);
});

function cellTests(cells: Readonly<Record<string, Cell>>): void {
  Object.entries(cells).forEach(([name, cell], index) => {
    test(`${name}${sampled(index, 8)}`, async ({ home, provider }) => {
      await observe(cell, home, provider);
    });
  });
}

async function observe(cell: Cell, home: Home, provider: Provider): Promise<void> {
  const { who = {}, cache, user, machine, env, cli, cloud, result } = cell;
  if (who === 'key') await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-stored' });
  else if (who !== 'nobody') await home.writeAuth(recordOf({ ...member, ...who }));
  if (user !== undefined) await home.configure(user);
  const cacheFile = path.join(home.folder, 'cloud-config-bundle-cache.json');
  if (typeof cache === 'string') await writeFile(cacheFile, cache);
  else await cache?.(cacheFile);
  const files = machine ? await machineFolder(machine) : null;
  const start = (...command: readonly string[]) => {
    const [program = '', ...args] =
      files === null ? command : besideMachineFiles(files.folder, command);
    const offline = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
    return startProgram(program, args, { env: { ...home.env, ...offline, ...env } });
  };

  const policy = await start(process.execPath, gatehouseScript, 'policy', '--json').end;
  const report = policyReportSchema.parse(JSON.parse(policy.stdout));
  const { kind, because } = report.cloud;
  expect(because === null ? kind : `${kind}: ${because}`).toBe(cloud);
  const foretold = cli.does === 'removes' ? 'toBeSignedOut' : 'allowed';
  const [account] = report.accounts;
  expect(account?.result).toBe(who === 'nobody' ? undefined : (result ?? foretold));

  const settings = [
    `openai_base_url="${provider.origin}"`,
    `chatgpt_base_url="${provider.origin}/backend-api"`,
  ];
  const codex = start(
    ...codexCommand,
    ...['exec', '--skip-git-repo-check', '-C', home.folder],
    ...settings.flatMap((setting) => ['-c', setting]),
    'Say nothing.',
  );
  const first = await Promise.race([provider.model, codex.end]);
  codex.kill();
  const { stderr } = await codex.end;
  expect(doneBy(first, (await isThere(home.authFile)) || who === 'nobody'), stderr).toBe(cli.does);
  expect(provider.asked() > 0).toBe(cli.asks);
  if (cli.words) expect(stderr).toMatch(cli.words);
  await files?.remove();
}

function doneBy(first: unknown, isKept: boolean): Cell['cli']['does'] {
  if (!isKept) return 'removes';
  if (first === null) return 'sends nothing';
  if (typeof first !== 'string') return 'refuses';
  return first.startsWith('Bearer sk-') ? 'sends the key' : 'sends';
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
