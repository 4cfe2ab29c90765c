import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { gatehouseScript, runCodex, runGatehouse } from '../fixtures/programs.ts';
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
    expect(stderr).toContain('503 Service Unavailable');
    expect(exitCode).toBe(0);
  });

  for (const lifetime of ['a minute', 'unknown'] as const) {
    test(`prints none after a final refusal, now and later (left to live: ${lifetime})`, async ({
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
        expect(stderr).toContain('your refresh token was revoked');
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

test('the real Codex CLI authenticates a provider by it', async ({ home, issuer }) => {
  const authorizations: (string | undefined)[] = [];
  const provider = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(400).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = provider.address() as AddressInfo;
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    await home.configure(`
model = "gpt-5"
model_provider = "lab"
[model_providers.lab]
name = "Lab"
base_url = "http://127.0.0.1:${port}/v1"
wire_api = "responses"
[model_providers.lab.auth]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(gatehouseScript)}, "token"]
timeout_ms = 60000
`);
    await runCodex(['exec', '--skip-git-repo-check', 'hello'], home);
    expect(new Set(authorizations)).toEqual(new Set([`Bearer ${await accessTokenOf(home)}`]));
  } finally {
    provider.closeAllConnections();
    provider.close();
  }
});
