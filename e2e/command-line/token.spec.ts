import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { gatehouseScript, onWindows, runCodex, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const oneMinute = { accessTokenLifetimeSeconds: 60 };
const longAgo = '2026-01-01T00:00:00Z';

function tokenRequests({ requests }: EmbeddedIssuer): number {
  return requests.filter(({ grant }) => grant === 'refresh_token').length;
}

async function accessTokenOf(home: Home): Promise<string> {
  const { tokens } = (await home.readAuth()) as { tokens: { access_token: string } };
  return tokens.access_token;
}

test.describe('gatehouse token', () => {
  test('prints the access token and nothing else', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { stdout, stderr, exitCode } = await runGatehouse(['token'], home);
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: `${await accessTokenOf(home)}\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  test('refreshes it first where it is due', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const before = await accessTokenOf(home);
    const { stdout } = await runGatehouse(['token'], home);
    const after = await accessTokenOf(home);
    expect(after).not.toBe(before);
    expect(stdout).toBe(`${after}\n`);
  });

  test('gives out one that is still valid where it cannot be refreshed now', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    issuer.fail({ endpoint: 'token', kind: 'status', status: 503 });
    const { stdout, stderr, exitCode } = await runGatehouse(['token'], home);
    expect(stdout).toBe(`${await accessTokenOf(home)}\n`);
    expect(stderr).toContain('The sign-in service has a problem. Try again in a few minutes.');
    expect(exitCode).toBe(0);
  });

  for (const lifetime of ['a minute', 'unknown'] as const) {
    test(`prints none after a final refusal, now and later (left to live: ${lifetime})${longUnless(lifetime === 'unknown')}`, async ({
      home,
      issuer,
    }) => {
      const record = await chatgptRecord(issuer, ada, oneMinute);
      const tokens = record['tokens'] as object;
      await home.writeAuth(
        lifetime === 'unknown'
          ? { ...record, tokens: { ...tokens, access_token: 'opaque' }, last_refresh: longAgo }
          : record,
      );
      const body = { error: { code: 'refresh_token_invalidated' } };
      issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
      const before = tokenRequests(issuer);
      for (let call = 0; call < 2; call += 1) {
        const { stdout, stderr, exitCode } = await runGatehouse(['token'], home);
        expect([stdout, exitCode]).toEqual(['', 4]);
        expect(stderr).toContain('Your sign-in was revoked');
      }
      expect(tokenRequests(issuer) - before).toBe(1);
      expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
      expect((await runGatehouse(['token'], home)).exitCode).toBe(0);
    });
  }

  test('says with --json when it expires', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { stdout } = await runGatehouse(['token', '--json'], home);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      access_token: await accessTokenOf(home),
      token_type: 'Bearer',
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
      account_id: ada.workspaceId,
    });
  });

  test('has nothing to give without a ChatGPT sign-in', async ({ home }) => {
    expect(await runGatehouse(['token'], home)).toMatchObject({ stdout: '', exitCode: 1 });
    await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789' });
    const { stdout, stderr, exitCode } = await runGatehouse(['token'], home);
    expect(stdout).toBe('');
    expect(stderr).toContain('The sign-in is an API key and has no access token.');
    expect(exitCode).toBe(1);
  });

  test('gives nothing under a login rule that forbids the sign-in', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('forced_login_method = "api"');
    expect(await runGatehouse(['token'], home)).toMatchObject({ stdout: '', exitCode: 3 });
  });

  test('is recorded, without the token', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await runGatehouse(['token'], home);
    const { stdout } = await runGatehouse(['activity', '--json'], home);
    expect(stdout).toContain('"give-token"');
    expect(stdout).not.toContain(await accessTokenOf(home));
  });
});

test.describe('gatehouse token --refused', () => {
  const refuse = (home: Home, token: string, more: readonly string[] = []) =>
    runGatehouse(['token', '--refused', ...more], { env: home.env, stdin: `${token}\n` });

  test('prints what another program has stored, and asks nobody', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const refused = await accessTokenOf(home);
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const before = tokenRequests(issuer);
    expect(await refuse(home, refused)).toEqual({
      stdout: `${await accessTokenOf(home)}\n`,
      stderr: '',
      exitCode: 0,
    });
    expect(tokenRequests(issuer)).toBe(before);
  });

  test('refreshes once for many programs that were refused at once, and again for the next', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const refused = await accessTokenOf(home);
    const before = tokenRequests(issuer);
    const ends = await Promise.all(Array.from({ length: 4 }, () => refuse(home, refused)));
    const second = await accessTokenOf(home);
    expect(second).not.toBe(refused);
    expect(new Set(ends.map(({ stdout }) => stdout))).toEqual(new Set([`${second}\n`]));
    expect(tokenRequests(issuer) - before).toBe(1);
    const { stdout } = await refuse(home, second, ['--json']);
    const third = await accessTokenOf(home);
    expect(JSON.parse(stdout)).toMatchObject({ access_token: third });
    expect(new Set([refused, second, third]).size).toBe(3);
  });

  test('takes what the real Codex CLI has refreshed', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const refused = await accessTokenOf(home);
    await refreshByCodex(home);
    const before = tokenRequests(issuer);
    const { stdout } = await refuse(home, refused);
    expect(stdout.trim()).toBe(await accessTokenOf(home));
    expect(stdout.trim()).not.toBe(refused);
    expect(tokenRequests(issuer)).toBe(before);
  });

  test('prints nothing for a token of another account', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, grace));
    const refused = await accessTokenOf(home);
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { stdout, stderr, exitCode } = await refuse(home, refused);
    expect([stdout, exitCode]).toEqual(['', 4]);
    expect(stderr).toContain('belongs to another account');
  });

  test('prints nothing while nobody can refresh, nor once the sign-in is spent', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const refused = await accessTokenOf(home);
    const offline = { ...home.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://127.0.0.1:9/' };
    const unanswered = await runGatehouse(['token', '--refused'], { env: offline, stdin: refused });
    expect([unanswered.stdout, unanswered.exitCode]).toEqual(['', 5]);
    const body = { error: { code: 'refresh_token_reused' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
    const before = tokenRequests(issuer);
    for (let call = 0; call < 2; call += 1) {
      const { stdout, stderr, exitCode } = await refuse(home, refused);
      expect([stdout, exitCode]).toEqual(['', 4]);
      expect(stderr).not.toContain(refused);
    }
    expect(tokenRequests(issuer) - before).toBe(1);
  });
});

/** Has the real Codex CLI ask a provider that answers with this status. @returns what it sent. */
async function askProvider(home: Home, status: number, args: readonly string[]) {
  const authorizations: (string | undefined)[] = [];
  const provider = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = provider.address() as AddressInfo;
    await home.configure(`
model = "gpt-5"
model_provider = "lab"
[model_providers.lab]
name = "Lab"
base_url = "http://127.0.0.1:${port}/v1"
wire_api = "responses"
[model_providers.lab.auth]
command = ${JSON.stringify(process.execPath)}
args = ${JSON.stringify(args)}
timeout_ms = 60000
`);
    await runCodex(['exec', '--skip-git-repo-check', 'hello'], home);
    return authorizations;
  } finally {
    provider.closeAllConnections();
    provider.close();
  }
}

test.describe('as a helper of the real Codex CLI', () => {
  test.skip(onWindows, 'the CLI for Windows starts no Node of another system');

  test('authenticates a provider @long', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const authorizations = await askProvider(home, 400, [gatehouseScript, 'token']);
    expect(new Set(authorizations)).toEqual(new Set([`Bearer ${await accessTokenOf(home)}`]));
  });

  test('is run again after a 401 without a word of it', async ({ home }) => {
    const calls = path.join(home.folder, 'calls');
    const program = `
    const { appendFileSync, readFileSync } = require('node:fs');
    const heard = { args: process.argv.slice(1), stdin: readFileSync(0, 'utf8') };
    appendFileSync(${JSON.stringify(calls)}, JSON.stringify(heard) + '\\n');
    process.stdout.write('refused-token');
  `;
    await askProvider(home, 401, ['-e', program, 'token']);
    const [first, ...more] = (await readFile(calls, 'utf8')).trim().split('\n');
    expect(first).toBe(JSON.stringify({ args: ['token'], stdin: '' }));
    expect(more.length).toBeGreaterThan(0);
    expect(new Set(more)).toEqual(new Set([first]));
  });
});
