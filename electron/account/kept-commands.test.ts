import { readdir, writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { HttpClient } from '../ports.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import {
  accessToken,
  ada,
  chatgptDocument,
  grace,
  issuedTokens,
  minuteMs,
  otherDocuments,
  testAccessToken,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import type { JsonObject } from '../auth/auth-record.ts';

const signInOfGrace = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null } as const;

/** Requests to the issuer, each answered so. */
function issuerSaying(status: number, body = '{}') {
  const sent: string[] = [];
  const http: HttpClient = ({ url, body: text }) => {
    sent.push(`${new URL(url).pathname} ${text ?? ''}`);
    return Promise.resolve({ status, statusText: 'OK', body });
  };
  return { sent, http };
}

/** Ada was signed in, and Grace has signed in over her. */
async function replaced(options: CoreOptions = {}, document: JsonObject = chatgptDocument()) {
  const home = await codexHomeInTest(document);
  const { core, keyring } = await coreInTest(home, options);
  await core.commands.signIn(signInOfGrace);
  const [kept] = core.kept.commands.list();
  return { home, core, keyring, id: kept?.id ?? '' };
}

const keptNames = (folder: string) => readdir(path.join(folder, 'kept-sign-ins'));

describe('a sign-in that a new one replaces', () => {
  it('is kept, and the person is told', async () => {
    const { core } = await replaced();
    expect(core.kept.commands.list()).toMatchObject([
      { kind: 'usable', reason: 'sign-in-replaced', email: 'ada@example.com', isSuccessor: false },
    ]);
    expect(core.notices.get().map(({ id }) => id)).toEqual(['kept-sign-in']);
  });

  it('is kept as well where it is a key, or where it follows in another way to sign in', async () => {
    const { core } = await replaced({}, { auth_mode: 'apikey', OPENAI_API_KEY: testApiKey });
    expect(core.kept.commands.list()).toMatchObject([{ method: 'apiKey', email: null }]);
    await core.commands.signIn({ kind: 'apiKey', apiKey: 'sk-another' });
    const emails = core.kept.commands.list().map((one) => (one.kind === 'usable' ? one.email : ''));
    expect(emails.sort()).toEqual(['grace@example.com', null].sort());
  });

  it.each(['personalAccessToken', 'bedrockApiKey', 'bedrockAccessKeys'] as const)(
    'is kept, and can be used again, where it is of the kind %s',
    async (kind) => {
      const { core, home, id } = await replaced({}, otherDocuments[kind]);
      expect(core.kept.commands.list()).toMatchObject([{ kind: 'usable', method: kind }]);
      expect(await core.kept.commands.use(id)).toMatchObject({ kind: 'done' });
      expect(await home.document()).toEqual(otherDocuments[kind]);
    },
  );

  it.each([
    ['at-another', 1],
    [testAccessToken, 0],
  ])('is kept where another personal access token takes its place: %s', async (token, count) => {
    const home = await codexHomeInTest(otherDocuments.personalAccessToken);
    const { core } = await coreInTest(home);
    const whoami = { email: null, userId: 'u', workspaceId: 'W', planRaw: 'pro' };
    await core.commands.signIn({ kind: 'personalAccessToken', token, whoami });
    expect(core.kept.commands.list()).toHaveLength(count);
  });

  it.each([
    ['in the workspace that it is of', 'W', 'done'],
    ['in no other', 'X', 'failed'],
  ])('is asked about where a rule names a workspace, and used %s', async (_, workspace, kind) => {
    const http = scriptedHttp(
      jsonAnswer(200, {
        chatgpt_user_id: 'u',
        chatgpt_account_id: workspace,
        chatgpt_plan_type: 'pro',
        chatgpt_account_is_fedramp: false,
      }),
    );
    const { core, home, id } = await replaced(
      { http: http.http },
      otherDocuments.personalAccessToken,
    );
    await writeFile(path.join(home.folder, 'config.toml'), 'forced_chatgpt_workspace_id = "W"');
    expect((await core.kept.commands.use(id)).kind).toBe(kind);
    expect(http.requests).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['the same key', { auth_mode: 'apikey', OPENAI_API_KEY: testApiKey }],
    [
      'tokens that another program supplies',
      chatgptDocument({ members: { auth_mode: 'chatgptAuthTokens' } }),
    ],
  ])('is not kept where it is %s', async (_, document) => {
    const home = await codexHomeInTest(document);
    const { core } = await coreInTest(home);
    await core.commands.signIn({ kind: 'apiKey', apiKey: testApiKey });
    expect(core.kept.commands.list()).toEqual([]);
  });

  it('is sealed where it was in the keyring', async () => {
    const home = await codexHomeInTest();
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'cli_auth_credentials_store = "keyring"',
    );
    const { core } = await coreInTest(home);
    await core.commands.signIn({ ...signInOfGrace, issued: issuedTokens(ada) });
    await core.commands.signIn(signInOfGrace);
    expect(core.kept.commands.list()).toMatchObject([{ kind: 'usable', email: 'ada@example.com' }]);
    const [name = ''] = await keptNames(home.folder);
    expect(name).not.toBe('');
  });

  it('is not kept for a new one that could not be saved, which is kept itself', async () => {
    const home = await codexHomeInTest();
    await mkdir(home.authFile);
    const { core } = await coreInTest(home);
    await expect(core.commands.signIn(signInOfGrace)).rejects.toThrow('among the kept sign-ins');
    expect(core.kept.commands.list()).toMatchObject([
      { reason: 'sign-in-unsaved', email: 'grace@example.com' },
    ]);
  });

  it('says so where the new one could not even be kept', async () => {
    const home = await codexHomeInTest();
    await mkdir(home.authFile);
    await writeFile(path.join(home.folder, 'kept-sign-ins'), '');
    const { core } = await coreInTest(home);
    await expect(core.commands.signIn(signInOfGrace)).rejects.toThrow('could not be kept either');
  });
});

describe('using a kept sign-in', () => {
  it('puts it in the place of the one in use, which is kept instead', async () => {
    const { core, home, id } = await replaced();
    expect(await core.kept.commands.use(id)).toEqual({
      kind: 'done',
      message: 'You’re using ada@example.com. What was in use before is among the kept sign-ins.',
    });
    expect(await home.document()).toEqual(chatgptDocument());
    expect(core.kept.commands.list()).toMatchObject([
      { reason: 'kept-one-used', email: 'grace@example.com' },
    ]);
    const actions = (await core.activity.read()).entries.map(({ action }) => action);
    expect(actions.slice(0, 3)).toEqual(['use-kept', 'keep-sign-in', 'sign-in']);
  });

  it('takes the six digits at the end of its name for it', async () => {
    const { core, id } = await replaced();
    expect(await core.kept.commands.use(id.slice(-6))).toMatchObject({ kind: 'done' });
  });

  it.each([
    ['forced_login_method = "api"', 'forbidden-by-rule'],
    ['forced_chatgpt_workspace_id = "ws-grace"', 'forbidden-by-rule'],
    ['forced_login_method = 5', 'rules-unknown'],
  ])('asks the rules first: %s', async (rule, code) => {
    const { core, home, id } = await replaced();
    await writeFile(path.join(home.folder, 'config.toml'), rule);
    const before = await home.text();
    expect(await core.kept.commands.use(id)).toMatchObject({ kind: 'failed', code });
    expect(await home.text()).toBe(before);
    expect(core.kept.commands.list()).toHaveLength(1);
    expect(core.notices.get().map((notice) => notice.id)).toContain('kept-failed');
  });

  it.each([
    ['a key', { OPENAI_API_KEY: testApiKey }, 'chatgpt', 'API key login is disabled'],
    ['tokens', chatgptDocument(), 'api', 'ChatGPT login is disabled'],
  ])(
    'names the way to sign in that the rules leave out: %s',
    async (_, document, forced, words) => {
      const { core, home, id } = await replaced({}, document);
      await writeFile(path.join(home.folder, 'config.toml'), `forced_login_method = "${forced}"`);
      const outcome = await core.kept.commands.use(id);
      expect(outcome.message).toContain(words);
    },
  );

  it('puts none into a file where a rule forbids that for new sign-ins', async () => {
    const systemSettings: Record<string, string> = {};
    const { core, home, id } = await replaced({ systemSettings });
    systemSettings['/etc/codex/managed_config.toml'] = '[gatehouse]\nallow_file_storage = false\n';
    const before = await home.text();
    expect(await core.kept.commands.use(id)).toMatchObject({
      code: 'forbidden-by-rule',
      message: expect.stringMatching(/^A sign-in would be kept in a file, which /) as string,
    });
    expect(await home.text()).toBe(before);
  });

  it.each(['nothing-of-this-name', '20260122T164843.123Z-zzzzzz'])('knows no %s', async (id) => {
    const { core } = await replaced();
    expect(await core.kept.commands.use(id)).toEqual({
      kind: 'failed',
      code: 'not-found',
      message: 'There is no such kept sign-in.',
    });
  });
});

describe('removing a kept sign-in', () => {
  it('revokes it at the issuer', async () => {
    const { http, sent } = issuerSaying(200);
    const { core, home, id } = await replaced({ http });
    expect(await core.kept.commands.remove(id)).toMatchObject({
      message: 'ada@example.com was removed. It was revoked at the issuer.',
    });
    expect(sent).toEqual([expect.stringContaining('refresh-1')]);
    expect(await keptNames(home.folder)).toEqual([]);
  });

  it('removes it also where that fails, and says so', async () => {
    const { http } = issuerSaying(500);
    const { core, home, id } = await replaced({ http });
    const outcome = await core.kept.commands.remove(id);
    expect(outcome.message).toMatch(
      /^ada@example\.com was removed\. It could not be revoked and lives on at the issuer\. .+ End it in your account's security settings\.$/,
    );
    expect(core.notices.get()).toContainEqual(
      expect.objectContaining({ id: 'kept-removed', message: outcome.message }),
    );
    const [latest] = (await core.activity.read()).entries;
    expect(latest).toMatchObject({ action: 'remove-kept', outcome: 'done' });
    expect(await keptNames(home.folder)).toEqual([]);
  });

  it('revokes nothing that may be the sign-in in use', async () => {
    const { http, sent } = issuerSaying(200);
    const home = await codexHomeInTest(chatgptDocument());
    const { core } = await coreInTest(home, { http });
    await core.commands.signIn({ ...signInOfGrace, issued: issuedTokens(ada) });
    const [kept] = core.kept.commands.list();
    const outcome = await core.kept.commands.remove(kept?.id ?? '');
    expect(outcome.message).toBe(
      'ada@example.com was removed. It was not revoked, because it may be the same sign-in at the issuer as the one in use.',
    );
    expect(sent).toEqual([]);
  });

  it('revokes no key, and says where that is done', async () => {
    const { http, sent } = issuerSaying(200);
    const { core, id } = await replaced({ http }, { OPENAI_API_KEY: testApiKey });
    const outcome = await core.kept.commands.remove(id);
    expect(outcome.message).toMatch(
      / was removed\. The key stays valid until you delete it in your OpenAI platform account\.$/,
    );
    expect(sent).toEqual([]);
  });

  it('revokes nothing where a rule forbids it, and says so', async () => {
    const { http, sent } = issuerSaying(200);
    const rule = '[gatehouse]\nallow_sign_out_everywhere = false\n';
    const { core, id } = await replaced({
      http,
      systemSettings: { '/etc/codex/managed_config.toml': rule },
    });
    const outcome = await core.kept.commands.remove(id);
    expect(outcome.message).toMatch(/^ada@example\.com was removed\. It was not revoked\. ./);
    expect(sent).toEqual([]);
  });

  it('takes away what was said of the one before', async () => {
    const { http } = issuerSaying(200);
    const { core, id } = await replaced({ http });
    await core.kept.commands.remove('nothing-of-this-name');
    expect(core.notices.get().map((notice) => notice.id)).toContain('kept-failed');
    await core.kept.commands.remove(id);
    expect(core.notices.get().map((notice) => notice.id)).not.toContain('kept-failed');
    await core.kept.commands.remove(id);
    expect(core.notices.get().map((notice) => notice.id)).not.toContain('kept-removed');
  });

  it('removes what cannot be read, and says that it may live on', async () => {
    const { core, home } = await replaced();
    await writeFile(path.join(home.folder, 'kept-sign-ins', 'damaged.json'), '{"version":');
    expect(await core.kept.commands.use('damaged')).toMatchObject({ code: 'not-usable' });
    expect(await core.kept.commands.remove('damaged')).toEqual({
      kind: 'done',
      message:
        'A sign-in that can’t be read was removed. It could not be opened and lives on at the issuer. End it in the security settings of your account.',
    });
    expect(await keptNames(home.folder)).not.toContain('damaged.json');
  });

  it('leaves what a newer version has kept', async () => {
    const { core, home } = await replaced();
    const file = path.join(home.folder, 'kept-sign-ins', 'future.json');
    await writeFile(file, '{"version": 2}');
    expect(await core.kept.commands.remove('future')).toMatchObject({
      code: 'not-usable',
      message: 'It was kept by a newer version of Gatehouse. Update Gatehouse.',
    });
    expect(await keptNames(home.folder)).toContain('future.json');
  });
});

describe('a kept sign-in that the stored one was spent for', () => {
  it('is told with the end of the stored access token', async () => {
    const expiresAt = Math.floor((testNow + minuteMs) / 1000) * 1000;
    const due = chatgptDocument({ tokens: { access_token: accessToken(expiresAt) } });
    const home = await codexHomeInTest(due);
    const { idToken, accessToken: access } = issuedTokens(grace);
    const body = { id_token: idToken, access_token: access, refresh_token: 'refresh-grace' };
    const { http } = issuerSaying(200, JSON.stringify(body));
    const { core } = await coreInTest(home, { http });
    expect(await core.commands.refresh({ force: false })).toMatchObject({ kind: 'failed' });
    expect(core.kept.commands.list()).toMatchObject([
      {
        reason: 'another-account',
        email: 'grace@example.com',
        isSuccessor: true,
        endsAt: expiresAt,
      },
    ]);
  });
});
