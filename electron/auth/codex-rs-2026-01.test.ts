import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { accountFactsOf } from '../account/account-state.ts';
import { enforceVerdict, type Enforcement } from '../policy/enforce-verdict.ts';
import type { Environment } from '../policy/environment-rules.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { restrictionVerdict } from '../policy/restriction-verdict.ts';
import { notVerified } from '../policy/verdict.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { environmentKey, jwt, testNow } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import { openSession } from '../testing/session-in-test.ts';
import type { AuthSession } from './auth-session.ts';
import { tokenDataOf } from './credential-facts.ts';
import { deleteEverything } from '../testing/removals.ts';
import { storeInTest } from '../testing/store-in-test.ts';

/**
 * The unit tests of codex-rs/core/src/auth.rs (January 2026) under their own
 * names, against Gatehouse. Where Gatehouse differs on purpose, the test says so.
 */

interface AuthFileParams {
  readonly chatgptPlanType: string;
  readonly chatgptAccountId?: string;
}

/** `write_auth_file` of codex-rs of January 2026. @returns the ID token that was written. */
async function writeAuthFile(home: CodexHome, params: AuthFileParams): Promise<string> {
  const fakeJwt = jwt({
    email: 'user@example.com',
    email_verified: true,
    'https://api.openai.com/auth': {
      chatgpt_plan_type: params.chatgptPlanType,
      chatgpt_user_id: 'user-12345',
      user_id: 'user-12345',
      chatgpt_account_id: params.chatgptAccountId,
    },
  });
  await home.write({
    OPENAI_API_KEY: null,
    tokens: {
      id_token: fakeJwt,
      access_token: 'test-access-token',
      refresh_token: 'test-refresh-token',
    },
    last_refresh: new Date(testNow).toISOString(),
  });
  return fakeJwt;
}

async function loadAuth(home: CodexHome): Promise<AuthSession> {
  return (await openSession(home)).session;
}

/** `enforce_login_restrictions` of codex-rs of January 2026: the verdict, and the step that acts on it. */
async function enforceLoginRestrictions(
  home: CodexHome,
  known: KnownRules,
  environment: Environment = [],
): Promise<Enforcement> {
  const session = await loadAuth(home);
  const { store } = storeInTest(home.folder);
  return enforceVerdict(restrictionVerdict(known, session.get(), notVerified(), environment), () =>
    deleteEverything(store),
  );
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function planOf(session: AuthSession): string | null {
  const credential = session.get();
  return credential.kind === 'chatgpt'
    ? accountFactsOf({ ...credential.record, tokens: credential.tokens }).plan
    : null;
}

const workspace = (id: string) => rules({ forcedWorkspaces: { form: 'single', id } });

describe('codex-rs/core/src/auth.rs', () => {
  it('refresh_without_id_token', async () => {
    const home = await codexHomeInTest();
    const fakeJwt = await writeAuthFile(home, { chatgptPlanType: 'pro' });
    const { http } = scriptedHttp(
      jsonAnswer(200, { access_token: 'new-access-token', refresh_token: 'new-refresh-token' }),
    );
    const { session } = await openSession(home, { http });
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(session.get()).toMatchObject({
      tokens: {
        idToken: fakeJwt,
        accessToken: 'new-access-token',
        refreshToken: 'new-refresh-token',
      },
    });
    expect(await home.document()).toMatchObject({
      tokens: {
        id_token: fakeJwt,
        access_token: 'new-access-token',
        refresh_token: 'new-refresh-token',
      },
    });
  });

  it('login_with_api_key_overwrites_existing_auth_json', async () => {
    const home = await codexHomeInTest({
      OPENAI_API_KEY: 'sk-old',
      tokens: {
        id_token: 'stale.header.payload',
        access_token: 'stale-access',
        refresh_token: 'stale-refresh',
        account_id: 'stale-acc',
      },
    });
    const session = await loadAuth(home);
    await session.signIn({ kind: 'apiKey', apiKey: 'sk-new' });
    expect(await home.document()).toEqual({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-new' });
  });

  it('missing_auth_json_returns_none', async () => {
    expect((await loadAuth(await codexHomeInTest())).get()).toEqual({ kind: 'signedOut' });
  });

  it('pro_account_with_no_api_key_uses_chatgpt_auth', async () => {
    const home = await codexHomeInTest();
    const fakeJwt = await writeAuthFile(home, { chatgptPlanType: 'pro' });
    expect((await loadAuth(home)).get()).toMatchObject({
      kind: 'chatgpt',
      record: { apiKey: null, lastRefresh: testNow },
      tokens: {
        idToken: fakeJwt,
        claims: {
          email: 'user@example.com',
          planRaw: 'pro',
          userId: 'user-12345',
          workspaceId: null,
        },
        accessToken: 'test-access-token',
        refreshToken: 'test-refresh-token',
        accountId: null,
      },
    });
  });

  it('loads_api_key_from_auth_json', async () => {
    const home = await codexHomeInTest(
      '{"OPENAI_API_KEY":"sk-test-key","tokens":null,"last_refresh":null}',
    );
    const credential = (await loadAuth(home)).get();
    expect(credential).toMatchObject({ kind: 'apiKey', origin: { apiKey: 'sk-test-key' } });
    expect(tokenDataOf(credential)).toBeNull();
  });

  it('logout_removes_auth_file', async () => {
    const home = await codexHomeInTest();
    const session = await loadAuth(home);
    await session.signIn({ kind: 'apiKey', apiKey: 'sk-test-key' });
    expect(await exists(home.authFile)).toBe(true);
    expect(await session.signOut({ everywhere: false })).toMatchObject({ removed: true });
    expect(await exists(home.authFile)).toBe(false);
  });

  it('enforce_login_restrictions_logs_out_for_method_mismatch', async () => {
    const home = await codexHomeInTest();
    await (await loadAuth(home)).signIn({ kind: 'apiKey', apiKey: 'sk-test' });
    const enforced = await enforceLoginRestrictions(home, rules({ forcedMethod: 'chatgpt' }));
    expect(enforced).toMatchObject({
      kind: 'signedOut',
      message: expect.stringContaining('ChatGPT login is required') as string,
    });
    expect(await exists(home.authFile)).toBe(false);
  });

  it('enforce_login_restrictions_logs_out_for_workspace_mismatch', async () => {
    const home = await codexHomeInTest();
    await writeAuthFile(home, { chatgptPlanType: 'pro', chatgptAccountId: 'org_another_org' });
    const enforced = await enforceLoginRestrictions(home, workspace('org_mine'));
    expect(enforced).toMatchObject({
      kind: 'signedOut',
      message: expect.stringContaining('workspace org_mine') as string,
    });
    expect(await exists(home.authFile)).toBe(false);
  });

  it('enforce_login_restrictions_allows_matching_workspace', async () => {
    const home = await codexHomeInTest();
    await writeAuthFile(home, { chatgptPlanType: 'pro', chatgptAccountId: 'org_mine' });
    expect(await enforceLoginRestrictions(home, workspace('org_mine'))).toEqual({
      kind: 'nothing',
    });
    expect(await exists(home.authFile)).toBe(true);
  });

  it('enforce_login_restrictions_allows_api_key_if_login_method_not_set_but_forced_chatgpt_workspace_id_is_set', async () => {
    const home = await codexHomeInTest();
    await (await loadAuth(home)).signIn({ kind: 'apiKey', apiKey: 'sk-test' });
    expect(await enforceLoginRestrictions(home, workspace('org_mine'))).toEqual({
      kind: 'nothing',
    });
    expect(await exists(home.authFile)).toBe(true);
  });

  it('enforce_login_restrictions_blocks_env_api_key_when_chatgpt_required', async () => {
    const home = await codexHomeInTest();
    await writeAuthFile(home, { chatgptPlanType: 'pro', chatgptAccountId: 'org_mine' });
    const known = rules({ forcedMethod: 'chatgpt' });
    const stored = (await loadAuth(home)).get();
    expect(restrictionVerdict(known, stored, notVerified(), [environmentKey])).toMatchObject({
      kind: 'violated',
      message: expect.stringContaining(
        'ChatGPT login is required, but an API key is currently being used.',
      ) as string,
    });
    // Other than in codex-rs of January 2026, a stored credential does not pay for the environment.
    expect(await enforceLoginRestrictions(home, known, [environmentKey])).toEqual({
      kind: 'nothing',
    });
    expect(await exists(home.authFile)).toBe(true);
  });

  it('plan_type_maps_known_plan', async () => {
    const home = await codexHomeInTest();
    await writeAuthFile(home, { chatgptPlanType: 'pro' });
    expect(planOf(await loadAuth(home))).toBe('pro');
  });

  it('plan_type_maps_unknown_to_unknown', async () => {
    const home = await codexHomeInTest();
    await writeAuthFile(home, { chatgptPlanType: 'mystery-tier' });
    expect(planOf(await loadAuth(home))).toBe('unknown');
  });
});
