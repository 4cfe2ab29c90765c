import { describe, expect, it } from 'vitest';

import type { CloudReport } from '../../shared/policy.ts';
import { cloudReport } from '../../shared/testing/policy-report.ts';
import type { Credential } from '../auth/credential.ts';
import { settingsLayers } from '../policy/layers.ts';
import { policyReport } from '../policy-report/policy-report.ts';
import type { Environment } from '../policy/environment-rules.ts';
import { restrictionVerdict } from '../policy/restriction-verdict.ts';
import { notVerified } from '../policy/verdict.ts';
import { settingsFrom } from '../policy/codex-config.ts';
import { ada, chatgptCredential, environmentKey, storedApiKey } from '../testing/credentials.ts';
import { healthyFacts } from '../testing/doctor-facts.ts';
import { places, sourcesOf, type Files } from '../testing/policy-reports.ts';
import type { DoctorFacts, RulesFacts } from './doctor-facts.ts';
import { doctorReport } from './doctor-report.ts';
import { rulesFactsOf } from './rules-check.ts';

const context = {
  at: 0,
  appVersion: '0.1.0',
  platform: 'linux',
  userHome: '/home/bob',
  onlooker: 'terminal',
  reader: 'people',
} as const;
const nobody: Credential = { kind: 'signedOut' };
const inWs1 = chatgptCredential({ person: { ...ada, workspaceId: 'ws-1' } });
const broken = {
  kind: 'unusable',
  problem: { code: 'record-invalid', message: 'It is not valid JSON.' },
} as const satisfies Credential;

function factsOn(
  files: Files,
  credential: Credential = nobody,
  environment: Environment = [],
): RulesFacts {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  const settings = settingsFrom(layers, sourcesOf(files), { environment });
  const { rules } = settings;
  const report = policyReport({
    ...{
      settings,
      cloud: { kind: 'none' },
      credential,
      evidence: notVerified(),
      doubt: null,
      stop: null,
      previewOf: null,
      removal: null,
      saved: [],
      start: null,
    },
    ...context,
  });
  const verdict = restrictionVerdict(rules, credential, notVerified(), environment);
  const userConfig = places.user;
  return rulesFactsOf({ report, rules, verdict, credential, userConfig, names: {} });
}

function checksOf(rules: RulesFacts, more: Partial<DoctorFacts> = {}) {
  const { checks } = doctorReport({ ...healthyFacts, ...more, rules }, context);
  return (id: string) => checks.find((check) => check.id === id);
}

const check = (...given: Parameters<typeof factsOn>) => checksOf(factsOn(...given))('login-rules');

const keyring = 'cli_auth_credentials_store = "keyring"';
const noFiles = '[gatehouse]\nallow_file_storage = false';
const chatgpt = 'forced_login_method = "chatgpt"';

describe('the check of the login rules passes', () => {
  it.each<[string, Files, Credential, string]>([
    ['without any', { managed: 'model = "m"' }, inWs1, 'None is set.'],
    [
      'where nobody is signed in',
      { managed: chatgpt },
      nobody,
      'Nobody is signed in; they leave at least one way to sign in.',
    ],
    [
      'where they are about the store alone',
      { managed: `${keyring}\n${noFiles}` },
      broken,
      'They ask nothing of the sign-in here.',
    ],
    ['where they are met', { managed: chatgpt }, inWs1, 'The sign-in here meets them.'],
  ])('%s', (_, files, credential, detail) => {
    expect(check(files, credential)).toMatchObject({ status: 'pass', detail, action: null });
  });
});

describe('the check of the login rules fails, with one thing to do', () => {
  const m = places.managed;
  const r = places.requirements;
  const u = places.user;

  it.each<[string, Files, Credential, string, string]>([
    [
      'where no method is allowed',
      { requirements: '\nallowed_login_methods = []' },
      nobody,
      `One rule leaves no way to sign in: allowed_login_methods in ${r}. What is stored is kept and not used.`,
      `Ask your administrator to change allowed_login_methods in ${r}, line 2, column 1.`,
    ],
    [
      'where no method is allowed, and somebody is signed in',
      { requirements: '\nallowed_login_methods = []' },
      inWs1,
      'no way to sign in',
      `Ask your administrator to change allowed_login_methods in ${r}, line 2, column 1.`,
    ],
    [
      'where two managed rules leave no method',
      { managed: chatgpt, requirements: 'allowed_chatgpt_workspaces = []' },
      nobody,
      `Two rules contradict each other, so nobody can sign in: forced_login_method in ${m} and allowed_chatgpt_workspaces in ${r}. What is stored is kept and not used.`,
      `Ask your administrator to change one of these: forced_login_method in ${m}, line 1, column 1; allowed_chatgpt_workspaces in ${r}, line 1, column 1.`,
    ],
    [
      'where one of the two is the own rule of the person',
      { user: chatgpt, requirements: 'allowed_login_methods = ["api"]' },
      nobody,
      'nobody can sign in',
      `Change forced_login_method in ${u}, line 1, column 1.`,
    ],
    [
      'where files are forbidden, and the store is one that nobody chose',
      { managed: noFiles },
      nobody,
      `${m} forbids files, and the store is "file": nobody can sign in.`,
      `Set cli_auth_credentials_store to "keyring" in ${u}.`,
    ],
    [
      'where files are forbidden, and the store is managed, too',
      { managed: `cli_auth_credentials_store = "file"\n${noFiles}` },
      inWs1,
      'nobody can sign in',
      `Ask your administrator to set cli_auth_credentials_store to "keyring" in ${m}, line 1, column 1.`,
    ],
    [
      'where a value is not understood that is about no sign-in',
      { managed: '[gatehouse]\nallow_export = "no"' },
      nobody,
      `${m} cannot be used (gatehouse.allow_export must be true or false). What it governs is refused until that is corrected.`,
      `Ask your administrator to correct gatehouse.allow_export in ${m}, line 2, column 1.`,
    ],
    [
      'where a login rule is not understood, before what is less grave',
      { managed: '[gatehouse]\nallow_export = "no"', user: 'forced_login_method = "both"' },
      inWs1,
      `${u} cannot be used (forced_login_method must be "api" or "chatgpt"). Nobody may sign in until that is corrected, and nothing is removed. ${m} cannot be used (gatehouse.allow_export must be true or false).`,
      `Correct forced_login_method in ${u}, line 1, column 1.`,
    ],
    [
      'where something is no table, which is told once',
      { managed: 'model = "m"\ngatehouse = 5' },
      inWs1,
      `${m} cannot be used (gatehouse must be a table, [gatehouse]). Nobody may sign in until that is corrected`,
      `Ask your administrator to correct ${m}, line 2, column 1.`,
    ],
    [
      'where a file is no TOML, which is told once',
      { managed: 'a = 1\n[' },
      nobody,
      'Nobody may sign in until that is corrected',
      `Ask your administrator to correct ${m}, line 2, column 2.`,
    ],
    [
      'where a file cannot be opened',
      { user: { kind: 'unreadable', message: 'permission is denied' } },
      nobody,
      `${u} cannot be used (permission is denied).`,
      `Correct ${u}, so that it can be read.`,
    ],
    [
      'where a file is not read for what is in it, which no permission changes',
      { managed: { kind: 'unreadable', message: 'it is larger than 8 MiB' } },
      nobody,
      `${m} cannot be used (it is larger than 8 MiB).`,
      `Ask your administrator to correct ${m}, so that it can be read.`,
    ],
    [
      'where the sign-in violates a rule of an administrator',
      { managed: chatgpt },
      storedApiKey(),
      `This device only allows signing in with ChatGPT. You’re signed in with an API key. The rule forced_login_method is set in ${m}, line 1, column 1.`,
      'Sign in as it demands, or ask your administrator to change it.',
    ],
    [
      'where the sign-in violates a rule of the person',
      { user: `model = "m"\n${chatgpt}` },
      storedApiKey(),
      `The rule forced_login_method is set in ${u}, line 2, column 1.`,
      'Sign in as it demands, or change it there.',
    ],
  ])('%s', (_, files, credential, detail, action) => {
    expect(check(files, credential)).toMatchObject({
      title: 'Login rules',
      status: 'fail',
      detail: expect.stringContaining(detail) as string,
      action,
    });
  });

  it('with the sentence of Codex for programs', () => {
    const rules = factsOn({ managed: chatgpt }, storedApiKey());
    const { checks } = doctorReport({ ...healthyFacts, rules }, { ...context, reader: 'programs' });
    expect(checks.find(({ id }) => id === 'login-rules')?.detail).toBe(
      `ChatGPT login is required, but an API key is currently being used. Logging out. The rule forced_login_method is set in ${m}, line 1, column 1.`,
    );
  });

  it('where a key from the environment violates one, which no sign-in changes', () => {
    expect(check({ managed: chatgpt }, nobody, [environmentKey])).toMatchObject({
      status: 'fail',
      action: 'Unset CODEX_API_KEY.',
    });
  });

  it.each(['[', 'gatehouse = 5'])(
    'and tells a mistake that leaves many values unknown once: %j',
    (managed) => {
      expect(check({ managed })?.detail.match(/cannot be used/g)).toHaveLength(1);
    },
  );
});

describe('the check of the login rules', () => {
  it('only warns where something could not be found out yet', () => {
    const managed = '[gatehouse]\nrequire_verified_workspace = true';
    const pending = check({ managed }, inWs1);
    expect(pending).toMatchObject({ status: 'warn' });
    expect(pending?.detail).toContain(
      `The rule gatehouse.require_verified_workspace is set in ${places.managed}, line 2, column 1.`,
    );
    expect(pending?.action).toContain('tries again by itself');
  });

  it('leaves a sign-in that cannot be read to the check of the store', () => {
    const { problem } = broken;
    const checks = checksOf(factsOn({ managed: chatgpt }, broken), {
      store: { ...healthyFacts.store, problem },
    });
    expect(checks('login-rules')).toMatchObject({ status: 'skipped', action: null });
    expect(checks('store')).toMatchObject({ status: 'fail', detail: problem.message });
  });

  it('tells alone of a store that is not known', () => {
    const problem = { code: 'store-unknown', message: 'It cannot be used.' } as const;
    const store = { ...healthyFacts.store, active: null, problem };
    const files = { requirements: 'cli_auth_credentials_store = "box"' };
    const checks = checksOf(factsOn(files), { store });
    expect(checks('login-rules')).toMatchObject({
      status: 'fail',
      action: `Ask your administrator to correct cli_auth_credentials_store in ${places.requirements}, line 1, column 1.`,
    });
    expect(checks('store')).toMatchObject({ status: 'skipped', action: null });
  });
});

describe('what is known of the rules of the workspace', () => {
  const checkWith = (cloud: Partial<CloudReport>, rules: RulesFacts = { kind: 'none' }) =>
    checksOf(rules, { cloud: cloudReport(cloud) })('login-rules');

  it('is said with the others', () => {
    expect(checkWith({ kind: 'expected', because: 'absent' })).toMatchObject({
      status: 'pass',
      detail: 'None is set. Your workspace may have rules. Codex asks for them at its next start.',
    });
  });

  it('is a warning where Gatehouse cannot read them', () => {
    const found = checkWith({ kind: 'otherVersion' }, { kind: 'met' });
    expect(found).toMatchObject({ status: 'warn', action: 'Update Gatehouse.' });
  });

  it('gives way to what is worse', () => {
    const rules = { kind: 'unknown', message: 'It cannot be read.' } as const;
    expect(checkWith({ kind: 'expected', because: 'absent' }, rules)?.detail).not.toMatch(
      /workspace/,
    );
  });

  it('leaves a way out of a rule that is broken', () => {
    const place = {
      ...{ key: 'forced_login_method', source: 'cloud rules: Baseline', line: 1, column: 1 },
      ...{ isOwn: false, isOfCloud: true },
    };
    const rules = {
      kind: 'violated',
      message: 'No.',
      explanation: 'No.',
      place,
      variable: null,
    } as const;
    expect(checkWith({ kind: 'inForce' }, rules)?.action).toBe(
      'Sign in as it demands, or set it in your config.toml, which overrides it.',
    );
  });
});
