import { describe, expect, it } from 'vitest';

import type { CandidateKind } from '../../shared/policy.ts';
import type { CoreParts } from '../core.ts';
import { HttpError } from '../ports.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { chatgptDocument } from '../testing/credentials.ts';
import { ada } from '../testing/issuer/accounts.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import { candidateKind } from './policy-owner.ts';

/** The core of a program where somebody is signed in with ChatGPT at a real issuer. */
async function world(parts: Partial<CoreParts> = {}) {
  const issuer = await issuerInTest();
  const home = await codexHomeInTest(
    chatgptDocument({ tokens: { ...(await issuer.issueTokens(ada)) } }),
  );
  const { core } = await coreInTest(home, {
    systemSettings: {
      '/etc/codex/managed_config.toml': `[gatehouse]\ntrusted_issuer = "${issuer.origin}"`,
    },
    ...parts,
  });
  return { issuer, ...core };
}

const demands = {
  name: 'requirements.toml',
  bytes: Buffer.from('[gatehouse]\nrequire_verified_workspace = true'),
  as: null,
};

describe('the rules, while the issuer accepts a question and stays silent', () => {
  it('are told at once, and what proves the workspace when it is known', async () => {
    const { issuer, policy } = await world();
    const silence = issuer.fail({ endpoint: 'discovery', kind: 'hang', takesEffect: 'on-release' });
    const isProven = new Promise<void>((resolve) => policy.onChange(resolve));
    expect(policy.report().accounts).toMatchObject([{ result: 'allowed', evidence: 'pending' }]);
    await silence.reached;
    expect(policy.preview(demands).report.accounts).toMatchObject([{ result: 'unknown' }]);
    silence.release();
    await isProven;
    expect(policy.get().accounts).toMatchObject([{ evidence: 'verified' }]);
    expect(policy.preview(demands).report.accounts).toMatchObject([{ result: 'allowed' }]);
  });

  it('are waited for with more patience where a rule demands the proof', async () => {
    const allowedMs = async (isDemanded: boolean): Promise<readonly number[]> => {
      const asked: number[] = [];
      const { policy } = await world({
        http: ({ timeoutMs }) => {
          asked.push(timeoutMs);
          return Promise.reject(new HttpError('timed-out', 'Nobody answered.'));
        },
      });
      const report = isDemanded
        ? (await policy.settledPreview(demands)).report
        : await policy.settledReport();
      expect(report.accounts).toMatchObject([{ evidence: 'pending' }]);
      return asked;
    };
    expect(await allowedMs(false)).toEqual([1_000]);
    expect(await allowedMs(true)).toEqual([5_000]);
  });
});

it('tells of a sign-in that is verified by the keys that it waited for', async () => {
  const { policy } = await world();
  expect((await policy.settledReport()).accounts).toMatchObject([{ evidence: 'verified' }]);
});

it('tells of a removal that another program recorded', async () => {
  const activityLog = memoryActivity();
  activityLog.record({
    v: 1,
    at: '2026-01-22T16:00:00.000Z',
    actor: 'policy',
    action: 'sign-out',
    account: null,
    outcome: 'done',
    detail: 'forcedMethod',
    place: 'managedConfig:1:1',
  });
  const { core } = await coreInTest(await codexHomeInTest(), { activityLog });
  const isTold = new Promise<void>((resolve) => core.policy.onChange(resolve));
  expect(core.policy.report().removal).toBeNull();
  await isTold;
  const removal = { state: 'done', source: '/etc/codex/managed_config.toml', line: 1 };
  expect(core.policy.get()).toMatchObject({ removal });
  expect(await core.policy.settledReport()).toMatchObject({ removal });
});

it('says of a candidate for a file that is broken that the present one hides who is signed in', async () => {
  const home = await codexHomeInTest(chatgptDocument());
  const systemSettings = { '/etc/codex/managed_config.toml': '[' };
  const { core } = await coreInTest(home, { systemSettings });
  const candidate = {
    name: 'managed_config.toml',
    bytes: Buffer.from('forced_login_method = "chatgpt"'),
    as: null,
  };
  const hidden = 'What is signed in cannot be read until the present files are corrected.';
  const { report } = core.policy.preview(candidate);
  expect(report.policies[0]).toMatchObject({ value: 'chatgpt', status: 'enforced' });
  expect(report).toMatchObject({
    state: 'error',
    accounts: [{ result: 'unknown', reason: expect.stringContaining(hidden) as string }],
  });
  expect(JSON.stringify(core.policy.get().accounts)).not.toContain(hidden);
});

it('is of the time at which the sources were read, whenever it is asked for', async () => {
  let now = Date.UTC(2026, 0, 22);
  const { policy, rules } = await world({ now: () => now });
  now = Date.UTC(2026, 0, 23);
  expect(policy.get().at).toBe('2026-01-22T00:00:00.000Z');
  expect(policy.preview(demands).report.at).toBe('2026-01-22T00:00:00.000Z');
  await rules.reload();
  expect(policy.get().at).toBe('2026-01-23T00:00:00.000Z');
});

const kindOf = (name: string, toml = '', as: CandidateKind | null = null) =>
  candidateKind({ name, bytes: new TextEncoder().encode(toml), as });

it.each([
  ['requirements.toml', 'requirements'],
  ['My-Requirements.TOML', 'requirements'],
  ['managed_config.toml', 'managedConfig'],
  ['config.toml.new', 'managedConfig'],
] as const)('takes %s as what its name says, whatever is in it', (name, kind) => {
  const other =
    kind === 'requirements' ? 'forced_login_method = "api"' : 'allowed_login_methods = []';
  expect(kindOf(name, other)).toEqual({ kind, because: 'name' });
});

it.each([
  ['allowed_login_methods = ["api"]', 'requirements'],
  ['allowed_chatgpt_workspaces = 7\n[gatehouse]\nallow_export = false', 'requirements'],
  ['forced_login_method = "api"\nchatgpt_base_url = "https://a.example"', 'managedConfig'],
  ['[features]\nsecret_auth_storage = true', 'managedConfig'],
] as const)('asks the keys where a name says nothing: %s', (toml, kind) => {
  expect(kindOf('candidate.toml', toml)).toEqual({ kind, because: 'keys' });
});

it.each([
  ['none', ''],
  [
    'those that count in both',
    'cli_auth_credentials_store = "file"\n[gatehouse]\nallow_export = true',
  ],
  ['those of either', 'allowed_login_methods = []\nforced_login_method = "api"'],
  ['what is no TOML', 'allowed_login_methods ='],
])('assumes a config where the keys are no help: %s', (_, toml) => {
  expect(kindOf('candidate.toml', toml)).toEqual({ kind: 'managedConfig', because: 'assumed' });
});

it('takes it as what a person says, whatever else does', () => {
  expect(kindOf('requirements.toml', 'allowed_login_methods = []', 'managedConfig')).toEqual({
    kind: 'managedConfig',
    because: 'asked',
  });
});
