import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { policyReportSchema } from '../../shared/policy.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { policySummary } from '../../shared/wording/policy-phrases.ts';
import { policyText } from '../cli/policy-text.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { cacheText, cloudCache, type CloudCacheContent } from '../testing/cloud-cache.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { ada, chatgptCredential, chatgptDocument, testNow } from '../testing/credentials.ts';
import { places, reportOn, type Files } from '../testing/policy-reports.ts';

const member = { ...ada, plan: 'enterprise' };
const credential = chatgptCredential({ person: member });
const chatgpt = 'forced_login_method = "chatgpt"';

/** The report for a member of a workspace, whose rules Codex has or has not. */
function report(content: CloudCacheContent | null, files: Files = {}) {
  const cache = content && { cloudCache: cacheText(cloudCache(testNow, content)) };
  return policyReportSchema.parse(reportOn(files, { credential, ...cache }));
}

const baseline = (text: string): CloudCacheContent => ({ config: { Baseline: text } });

describe('rules of a workspace that count', () => {
  const found = report({ ...baseline(`# ours\n${chatgpt}`), requirements: { Limits: '' } });

  it('are a source between the person and the system', () => {
    expect(found.sources.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      'requirements enforced',
      'managedConfig enforced',
      'commandLine user',
      'projectConfig user',
      'profileConfig user',
      'userConfig user',
      'cloud default',
      'cloud default',
      'systemConfig default',
    ]);
  });

  it('are told with their line, and that they can be overridden', () => {
    const row = found.policies.find(({ key }) => key === 'forced_login_method');
    expect(row).toMatchObject({ source: 'cloud rules: Baseline', layers: [{ line: 2 }] });
    expect(row?.effect).toContain('Set by your workspace; your config.toml can override it.');
  });

  it('come with age, expiry and whom they are for', () => {
    expect(found.cloud).toEqual({
      kind: 'inForce',
      because: null,
      problem: null,
      fetchedAt: '2026-01-22T16:48:43.123Z',
      expiresAt: '2026-01-22T17:48:43.123Z',
      workspaceId: 'ws-ada',
      userId: 'user-ada',
      documents: [
        { name: 'cloud rules: Baseline', family: 'config' },
        { name: 'cloud requirements: Limits', family: 'requirements' },
      ],
      setsPolicies: true,
    });
    expect(policyText(found, false)).toMatch(
      /^Cloud rules\n {2}Set by your workspace\..*\n {2}fetched .*2026.*expires .*\n {2}for workspace ws-ada, user user-ada$/m,
    );
  });

  it('are complied with, though nobody manages the device', () => {
    expect(found).toMatchObject({ state: 'compliant', managedBy: [] });
    expect(policySummary(found).text).toContain('that your workspace sets are met');
  });

  it('manage nothing where the person overrides them', () => {
    const overridden = report(baseline(chatgpt), { user: 'forced_login_method = "api"' });
    expect(overridden.cloud.kind).toBe('passedOver');
    const other = report(baseline('forced_login_method = "api"'), { user: chatgpt });
    const row = other.policies.find(({ key }) => key === 'forced_login_method');
    expect(row?.effect).toContain(`${places.user} overrides what your workspace sets.`);
    expect(row?.layers.map(({ outcome }) => outcome)).toEqual(['applied', 'superseded']);
    expect(other.state).toBe('notManaged');
  });

  it('have no login keys in their requirements', () => {
    const { policies } = report({ requirements: { Limits: 'allowed_login_methods = ["api"]' } });
    const row = policies.find(({ key }) => key === 'allowed_login_methods');
    expect(row).toMatchObject({
      status: 'notSet',
      layers: [
        {
          outcome: 'ignored',
          message: 'allowed_login_methods has no meaning in cloud requirements.',
        },
      ],
    });
  });
});

describe('whether rules of a workspace set a policy', () => {
  const expiresAt = '2026-01-01T00:00:00Z';
  const model = baseline('model = "o"');
  it.each<[string, CloudCacheContent | null, Files, boolean]>([
    ['in force', baseline(chatgpt), {}, true],
    ['expired, which did', { ...baseline(chatgpt), expiresAt }, {}, true],
    ['in force, with no policy among them', model, {}, false],
    ['expired, with no policy among them', { ...model, expiresAt }, {}, false],
    ['in force, and overridden by the person', baseline(chatgpt), { user: chatgpt }, false],
    ['expired, and overridden', { ...baseline(chatgpt), expiresAt }, { user: chatgpt }, false],
    ['of another workspace', { ...baseline(chatgpt), workspaceId: 'ws-other' }, {}, false],
    ['not there', null, {}, false],
  ])('%s', (_, content, files, isSo) => {
    const { cloud, state } = report(content, files);
    expect(cloud.setsPolicies).toBe(isSo);
    if (cloud.kind === 'inForce') expect(state).toBe(isSo ? 'compliant' : 'notManaged');
  });
});

describe('rules of a workspace that are not known', () => {
  it.each([
    ['not there', null, 'Your workspace may have rules. Codex asks for them at its next start.'],
    ['expired', { expiresAt: '2026-01-01T00:00:00Z' }, 'have expired'],
    ['of another account', { workspaceId: 'ws-other' }, 'for another account'],
    ['for nobody', { userId: null }, 'Codex asks for them at each start'],
    ['damaged', { cachedAt: 'yesterday' }, 'it is not complete, or was changed'],
    ['of another version', { version: 2 }, 'There are cloud rules that Gatehouse cannot read.'],
  ])('are never "not managed": %s', (_, content, sentence) => {
    const found = report(content);
    expect(found.state).toBe('notKnown');
    expect(cloudRulesText(found.cloud)).toContain(sentence);
    expect(policySummary(found).title).not.toBe('Not managed');
  });

  it('leave a managed device compliant, unless they cannot be read', () => {
    expect(report(null, { managed: chatgpt }).state).toBe('compliant');
    expect(report({ version: 2 }, { managed: chatgpt }).state).toBe('notKnown');
  });

  it('hide no rule that is broken', () => {
    expect(report(null, { managed: 'forced_login_method = "api"' }).state).toBe('actionNeeded');
  });
});

/** The core of a program for a member whose workspace sets this. */
async function coreOf(text: string) {
  const home = await codexHomeInTest(chatgptDocument({ person: member }));
  const cache = cacheText(cloudCache(testNow, baseline(text)));
  await writeFile(path.join(home.folder, 'cloud-config-bundle-cache.json'), cache);
  return (await coreInTest(home)).core;
}

it('a value that Codex does not take stops it, though "codex login status" goes on', async () => {
  const core = await coreOf('forced_login_method = "api"\nmodel = 5');
  const place = { source: 'cloud rules: Baseline', line: 2, column: 1 };
  expect(await core.policy.settledStop()).toMatchObject({ because: 'config', place });
  expect(await core.policy.settledReport()).toMatchObject({
    state: 'error',
    accounts: [{ result: 'toBeSignedOut', withheld: 'config' }],
    warnings: [{ kind: 'stopsCodex', source: place.source, line: 2 }],
  });
  expect(await core.commands.enforce()).toMatchObject({ kind: 'withheld' });
});

it('a preview is judged in the same two stages', async () => {
  const core = await coreOf('forced_login_method = "api"');
  const preview = (toml: string) =>
    core.policy.preview({ name: 'managed_config.toml', bytes: Buffer.from(toml), as: null }).report;
  expect(core.policy.get().accounts).toMatchObject([{ result: 'toBeSignedOut' }]);
  expect(preview(chatgpt).accounts).toMatchObject([{ result: 'allowed' }]);
  expect(preview('forced_chatgpt_workspace_id = "ws-other"')).toMatchObject({
    cloud: { kind: 'passedOver', because: 'localRules' },
    accounts: [{ rule: 'forced_chatgpt_workspace_id' }],
  });
});
