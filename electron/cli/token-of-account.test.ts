import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SignInGrant } from '../auth/auth-record.ts';
import type { Core } from '../core.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest, type CoreOptions } from '../testing/core-in-test.ts';
import { hourMs, issuedTokens, testApiKey } from '../testing/credentials.ts';
import { ada, grace, katherine, type IssuerAccount } from '../testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../testing/issuer/embedded-issuer.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { endpointsAt } from '../testing/session-in-test.ts';
import { runToken } from './token-command.ts';

const minutes = (count: number) => ({ accessTokenLifetimeSeconds: count * 60 });
const inAnHour = minutes(60);

async function recordOf(issuer: EmbeddedIssuer, account: IssuerAccount, overrides = inAnHour) {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: { ...(await issuer.issueTokens(account, overrides)) },
    last_refresh: new Date().toISOString(),
  };
}

async function grantOf(
  issuer: EmbeddedIssuer,
  account: IssuerAccount,
  overrides = inAnHour,
): Promise<SignInGrant> {
  const tokens = await issuer.issueTokens(account, overrides);
  const issued = {
    ...issuedTokens(),
    idToken: tokens.id_token,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    provenance: { issuer: issuer.origin, clientId: 'app_EMoamEEZ73f0CkXaXp7hrann' },
  };
  return { kind: 'chatgpt', issued, apiKey: null };
}

/** Ada is in use here; what is asked for is saved beside. */
async function world(options: CoreOptions = {}) {
  const issuer = await issuerInTest();
  const home = await codexHomeInTest(await recordOf(issuer, ada));
  const dataFolder = path.join(home.folder, 'gatehouse-data');
  const shared: CoreOptions = {
    endpoints: endpointsAt(issuer.origin),
    http: directNetwork.http,
    now: Date.now,
    dataFolder,
    program: 'command-line',
    ...options,
  };
  const { core, keyring } = await coreInTest(home, shared);
  const open = async (folder: CodexHome) => (await coreInTest(folder, { ...shared, keyring })).core;
  const token = async (account: string | null, homes: readonly CodexHome[] = [], from = core) => {
    const { terminal, said } = capturedTerminal();
    const openHome = (folder: string): Promise<Core> => {
      const found = homes.find((one) => one.folder === folder);
      return found ? open(found) : Promise.reject(new TypeError(`${folder} is not known`));
    };
    const exitCode = await runToken(
      from,
      {
        terminal,
        now: shared.now ?? Date.now,
        delay: () => Promise.resolve(),
        signal: new AbortController().signal,
        openHome,
      },
      { json: false, show: false, refused: false, looksUp: false, account },
    );
    return { exitCode, out: said.out.join('\n'), err: said.err.join('\n') };
  };
  const asked = () => issuer.requests.filter(({ endpoint }) => endpoint === 'token').length;
  return {
    issuer,
    home,
    core,
    open,
    token,
    asked,
    commands: core.accounts.commands,
    inHome: core.accounts.inHome,
  };
}

describe('the token of a saved account', () => {
  it('is printed, and what is in use stays as it is', async () => {
    const { issuer, home, token, asked, commands } = await world();
    const grant = await grantOf(issuer, grace);
    await commands.keepForLater(grant);
    const before = await home.document();
    const { exitCode, out } = await token(grace.email);
    expect(exitCode).toBe(0);
    expect(out).toBe(grant.kind === 'chatgpt' && grant.issued.accessToken);
    expect(asked()).toBe(0);
    expect(await home.document()).toEqual(before);
  });

  it('is refreshed where it lies where it is due, and can be used after that', async () => {
    const { issuer, token, commands, inHome, asked } = await world();
    const grant = await grantOf(issuer, grace, minutes(4));
    await commands.keepForLater(grant);
    const first = await token(grace.email);
    expect(first.exitCode).toBe(0);
    expect(first.out).not.toBe(grant.kind === 'chatgpt' && grant.issued.accessToken);
    expect(await token(grace.email)).toEqual(first);
    expect(asked()).toBe(1);
    const id = inHome.view().accounts.find(({ email }) => email === grace.email)?.id ?? '';
    expect(await commands.use(id)).toMatchObject({ kind: 'done' });
    expect(issuer.reuses()).toBe(0);
  });

  it.each([
    ['printed with a warning while it is valid', 0, 0],
    ['refused where it has run out', 2 * hourMs, 4],
  ])('that may be spent is not tried: it is %s', async (_, laterMs, exitCode) => {
    let later = 0;
    const { issuer, home, token, commands, inHome, asked, core } = await world({
      now: () => Date.now() + later,
    });
    await commands.keepForLater(await grantOf(issuer, grace));
    const id = inHome.view().accounts.find(({ email }) => email === grace.email)?.id ?? '';
    await commands.use(id);
    await home.write(await recordOf(issuer, ada));
    await core.session.reload();
    await inHome.look();
    expect(inHome.view().accounts.find((one) => one.id === id)?.state).toMatchObject({
      kind: 'maySpent',
    });
    later = laterMs;
    const found = await token(id);
    expect(found.exitCode).toBe(exitCode);
    expect(found.out === '').toBe(exitCode !== 0);
    expect(found.err).toContain('tried only where you put it into use: "gatehouse switch"');
    expect(asked()).toBe(0);
  });

  it('is none of an API key', async () => {
    const { token, commands, inHome } = await world();
    await commands.keepForLater({ kind: 'apiKey', apiKey: testApiKey });
    const [key] = inHome.view().accounts.filter(({ kind }) => kind === 'apiKey');
    const { exitCode, out, err } = await token(key?.id ?? '');
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).not.toContain(testApiKey);
  });

  it('is refused by a rule before anything of it is spent', async () => {
    const { issuer, token, commands, asked } = await world({
      systemSettings: {
        '/etc/codex/requirements.toml': `allowed_chatgpt_workspaces = ["${ada.workspaceId}"]\n`,
      },
    });
    await commands.keepForLater(await grantOf(issuer, grace, minutes(1)));
    expect(await token(grace.email)).toMatchObject({ exitCode: 3, out: '' });
    expect(asked()).toBe(0);
  });

  it('is refused while a switch that names it has not ended', async () => {
    const { issuer, token, commands, home } = await world();
    await commands.keepForLater(await grantOf(issuer, grace));
    const folder = path.join(home.folder, 'gatehouse-data', 'accounts');
    await writeFile(path.join(folder, 'switch-0123456789abcdef.json'), '{');
    expect(await token(grace.email)).toMatchObject({ exitCode: 6, out: '' });
  });

  it('is asked for by a name that one account has alone', async () => {
    const { token, asked } = await world();
    expect(await token('nobody@example.com')).toMatchObject({ exitCode: 2, out: '' });
    expect(asked()).toBe(0);
  });
});

describe('the token of the account in use', () => {
  it('is the same by its name', async () => {
    const { token } = await world();
    expect((await token(ada.email)).out).toBe((await token(null)).out);
  });

  it('in another Codex home is that home’s, refreshed there, and its saved file follows', async () => {
    const { issuer, token, commands, inHome, open } = await world();
    await commands.keepForLater(await grantOf(issuer, grace));
    const id = inHome.view().accounts.find(({ email }) => email === grace.email)?.id ?? '';
    const work = await codexHomeInTest();
    const there = await open(work);
    expect(await there.accounts.commands.use(id)).toMatchObject({ kind: 'done' });
    const held = await work.document();
    await work.write({
      ...held,
      tokens: { ...(held['tokens'] as object), ...(await issuer.issueTokens(grace, minutes(1))) },
    });
    await inHome.look();
    const { exitCode, out } = await token(id, [work]);
    expect(exitCode).toBe(0);
    const refreshed = (await work.document())['tokens'] as { access_token: string };
    expect(out).toBe(refreshed.access_token);
    expect(issuer.reuses()).toBe(0);
    // A switch away saves what was refreshed there.
    const back = await open(work);
    await back.accounts.commands.keepForLater(await grantOf(issuer, katherine));
    const other = back.accounts.inHome.view().accounts.find(({ state }) => state.kind === 'ready');
    expect(await back.accounts.commands.use(other?.id ?? '')).toMatchObject({ kind: 'done' });
    await inHome.look();
    expect((await token(id)).out).toBe(refreshed.access_token);
    expect(issuer.reuses()).toBe(0);
  });
});
