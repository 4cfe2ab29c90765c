import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { appStateSchema, type AppState } from '../../shared/app-state.ts';
import { eachPermission } from '../../shared/permissions.ts';
import { eachSetting } from '../../shared/settings.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { chatgptDocument, testNow } from '../testing/credentials.ts';
import { AppStatePublisher } from './app-state-publisher.ts';

/** The snapshot of a signed-in folder with auth.json in this mode, and the user's own settings. */
async function snapshot(
  options: CoreOptions = {},
  {
    mode = 0o600,
    toml = '',
    hidden = false,
  }: { readonly mode?: number; readonly toml?: string; readonly hidden?: boolean } = {},
): Promise<AppState> {
  const home = await codexHomeInTest(chatgptDocument());
  await chmod(home.authFile, mode);
  await writeFile(path.join(home.folder, 'config.toml'), toml);
  const { core } = await coreInTest(home, options);
  const userHome = path.dirname(home.folder);
  const publisher = new AppStatePublisher({
    ...core,
    signIn: {
      get: () => ({ kind: 'idle' }),
      purpose: () => ({ purpose: 'use' }),
      onChange: () => () => {},
    },
    backgroundRefresh: { get: () => ({ kind: 'idle' }), onChange: () => () => {} },
    removal: { get: () => null },
    settings: eachSetting((name) => ({
      get: () =>
        name === 'hideEmail' && hidden
          ? { kind: 'known', state: 'on', lock: null, problem: null }
          : { kind: 'unavailable', reason: 'This is a test.' },
      onChange: () => () => {},
      wish: () => Promise.resolve(),
    })),
    shownUsage: { shown: () => null },
    now: () => testNow,
    userHome,
    app: { version: '0.1.0', customIssuer: null, locale: 'en-GB', tokenOverrides: [] },
  });
  return appStateSchema.parse(publisher.get());
}

describe('the snapshot', () => {
  it('has no e-mail address where the person hides them', async () => {
    expect((await snapshot()).account).toMatchObject({ account: { email: 'ada@example.com' } });
    const hidden = await snapshot({}, { hidden: true });
    expect(hidden.account).toMatchObject({ kind: 'chatgpt', account: { email: null } });
    expect(JSON.stringify(hidden)).not.toContain('@example.com');
  });

  it.each([
    ['', false, 'allowed'],
    ['forced_chatgpt_workspace_id = []', false, 'allowed'],
    ['forced_login_method = "chatgpt"', true, 'allowed'],
    ['forced_login_method = "api"', true, 'violated'],
    ['forced_login_method = "nope"', true, 'unknown'],
  ] as const)('tells whether there are login rules: %j', async (toml, hasRules, verdict) => {
    const { restrictions } = await snapshot({ systemSettings: { '/etc/codex/config.toml': toml } });
    expect(restrictions).toMatchObject({ hasRules, verdict });
  });

  it.each([
    ['config.toml', null],
    ['managed_config.toml', { organization: 'Example Ltd' }],
  ])('tells who manages the machine by what stands in /etc/codex/%s', async (name, management) => {
    const toml = 'forced_login_method = "chatgpt"\n[gatehouse]\norganization = "Example Ltd"';
    const { policy } = await snapshot({ systemSettings: { [`/etc/codex/${name}`]: toml } });
    expect(policy.management).toEqual(management);
  });

  it('tells the files of rules and of the sign-in with the home folder as `~`', async () => {
    const { restrictions, store } = await snapshot({}, { toml: 'forced_login_method = "api"' });
    expect(restrictions.violated?.source).toMatch(/^~\/[^/]+\/config\.toml$/);
    expect(restrictions.methods.browser).toMatchObject({
      reason: expect.stringMatching(/\(Set in ~\/[^/]+\/config\.toml\.\)$/) as string,
    });
    expect(store.location).toMatch(/^~\/[^/]+\/auth\.json$/);
  });

  it('tells so of a file that cannot be understood', async () => {
    const { restrictions } = await snapshot({}, { toml: 'forced_login_method = "nope"' });
    expect(restrictions.message).toMatch(/^~\/[^/]+\/config\.toml cannot be used/);
  });

  it.each([
    ['', null, null],
    [
      'allow_sign_out_everywhere = false',
      'Signing out everywhere is not allowed on this device (set in /etc/codex/requirements.toml).',
      null,
    ],
    [
      'allow_export = "no"',
      null,
      'The rules are not known: /etc/codex/requirements.toml cannot be used (gatehouse.allow_export must be true or false).',
    ],
  ])(
    'tells what a rule of Gatehouse does not allow, and why: %j',
    async (toml, everywhere, out) => {
      const { policy } = await snapshot({
        systemSettings: { '/etc/codex/requirements.toml': `[gatehouse]\n${toml}` },
      });
      expect(policy.forbidden).toEqual({
        ...eachPermission(() => null),
        'gatehouse.allow_sign_out_everywhere': everywhere,
        'gatehouse.allow_export': out,
      });
    },
  );

  it('offers to make a file private only where others can read it', async () => {
    expect((await snapshot()).notices).toEqual([]);
    const { notices, store } = await snapshot({}, { mode: 0o644 });
    expect(notices).toMatchObject([{ action: 'protect' }]);
    expect(store.report?.active?.protection).toBe('readableByOthers');
  });
});
