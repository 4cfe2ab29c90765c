import { readFile } from 'node:fs/promises';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  commandPlatform,
  gatehouseScript,
  runGatehouse,
  startProgram,
  type ProgramEnd,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const oneMinute = { accessTokenLifetimeSeconds: 60 };

test.describe('gatehouse refresh', () => {
  test('asks nothing while the token is good', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    expect(await refresh(home)).toMatchObject({ exitCode: 0, report: { outcome: 'fresh' } });
    expect(tokenRequests(issuer)).toBe(0);
  });

  test('refreshes a token that is due, and keeps members it does not know', async ({
    home,
    issuer,
  }) => {
    const record = await chatgptRecord(issuer, ada, oneMinute);
    await home.writeAuth({ ...record, from_the_future: { keep: [1, 2] } });
    expect(await refresh(home)).toEqual({
      exitCode: 0,
      report: {
        schemaVersion: 1,
        outcome: 'refreshed',
        permanent: false,
        reason: null,
        message: 'The access token was refreshed',
      },
    });
    const saved = await home.readAuth();
    expect(saved['from_the_future']).toEqual({ keep: [1, 2] });
    expect(saved['tokens']).not.toEqual(record['tokens']);
    expect(tokenRequests(issuer)).toBe(1);
  });

  test('refreshes in any case with --force', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    expect(await refresh(home, '--force')).toMatchObject({ report: { outcome: 'refreshed' } });
  });

  const permanent = [
    ['refresh_token_expired', 'expired', 'Your sign-in has expired'],
    ['refresh_token_reused', 'reused', 'Another program used this sign-in first'],
    ['refresh_token_invalidated', 'revoked', 'Your sign-in was revoked'],
  ] as const;
  for (const [index, [code, reason, words]] of permanent.entries()) {
    test(`ends with 4 for ${code} and leaves the record as it was${sampled(index, 3)}`, async ({
      home,
      issuer,
    }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
      const before = await readFile(home.authFile, 'utf8');
      issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body: { error: { code } } });
      const { exitCode, report } = await refresh(home);
      expect(exitCode).toBe(4);
      expect(report).toMatchObject({ outcome: 'failed', permanent: true, reason });
      expect(report['message']).toContain(words);
      expect(await readFile(home.authFile, 'utf8')).toBe(before);
    });
  }

  test('ends with 5 for a failure that may pass', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const body = { error: { message: 'come back later' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 503, body });
    expect(await refresh(home)).toEqual({
      exitCode: 5,
      report: {
        schemaVersion: 1,
        outcome: 'failed',
        permanent: false,
        reason: null,
        message: 'The sign-in service has a problem (HTTP 503). Try again in a few minutes.',
      },
    });
  });

  test('refuses tokens of another account, keeps them, and saves none of them', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const before = await readFile(home.authFile, 'utf8');
    issuer.fail({ endpoint: 'token', kind: 'another-account', account: grace });
    expect(await refresh(home)).toMatchObject({
      exitCode: 4,
      report: { outcome: 'failed', permanent: true, reason: 'other' },
    });
    expect(await readFile(home.authFile, 'utf8')).toBe(before);
    const { stdout } = await runGatehouse(['kept', '--json'], home);
    expect(JSON.parse(stdout)).toMatchObject({
      kept: [{ reason: 'another-account', email: grace.email, isSuccessor: true }],
    });
  });

  test('has nothing to do for an API key, and says so when nobody is signed in', async ({
    home,
  }) => {
    expect(await refresh(home)).toMatchObject({
      exitCode: 1,
      report: { outcome: 'notApplicable', message: 'Not signed in. Run "gatehouse login".' },
    });
    await home.writeAuth({ OPENAI_API_KEY: 'sk-test' });
    expect(await refresh(home)).toMatchObject({
      exitCode: 0,
      report: { outcome: 'notApplicable' },
    });
  });

  test('sends nothing while a login rule is violated', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    await home.configure('forced_login_method = "api"');
    expect((await refresh(home)).exitCode).toBe(3);
    expect(tokenRequests(issuer)).toBe(0);
  });

  test('does not follow an override that is neither https nor on this machine', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const env = { ...home.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://tokens.example/steal' };
    const { exitCode, stderr } = await runGatehouse(['refresh', '--json'], { env });
    expect(stderr).toContain('CODEX_REFRESH_TOKEN_URL_OVERRIDE is ignored');
    expect(exitCode).toBe(0);
    expect(tokenRequests(issuer)).toBe(1);
  });

  test('goes on where a warning cannot be written', async ({ home, issuer }) => {
    test.skip(commandPlatform !== 'linux', 'no other system has a disk that is always full');
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const env = { ...home.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://tokens.example/steal' };
    const args = ['-c', '"$0" "$1" refresh 2> /dev/full', process.execPath, gatehouseScript];
    const { exitCode, stdout } = await startProgram('bash', args, { env }).end;
    expect([exitCode, stdout]).toEqual([0, 'The access token was refreshed\n']);
    expect(tokenRequests(issuer)).toBe(1);
  });
});

async function refresh(home: Home, ...flags: string[]) {
  const { exitCode, stdout }: ProgramEnd = await runGatehouse(
    ['refresh', '--json', ...flags],
    home,
  );
  return { exitCode, report: JSON.parse(stdout) as Record<string, unknown> };
}

function tokenRequests(issuer: EmbeddedIssuer): number {
  return issuer.requests.filter(({ endpoint }) => endpoint === 'token').length;
}
