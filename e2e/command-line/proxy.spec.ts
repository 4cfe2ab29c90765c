import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { doctorReportSchema } from '../../shared/doctor.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { freePort } from '../../electron/testing/sign-in/loopback-request.ts';
import { refreshByCodex, startCodexAppServer } from '../fixtures/codex-app-server.ts';
import { expect, providerPlace, test } from '../fixtures/office.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const login = 'ada:a-password';
const withLogin = (origin: string) => origin.replace('://', `://${login}@`);

test.describe('behind a proxy', () => {
  test.beforeEach(async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
  });

  test('a refresh goes the way of HTTPS_PROXY, with its password', async ({ office, issuer }) => {
    const proxy = await office.startProxy({ login });
    const env = { HTTPS_PROXY: withLogin(proxy.origin), CODEX_CA_CERTIFICATE: office.caFile };
    const end = await refresh({ ...office.env, ...env });
    expect(end).toMatchObject({ exitCode: 0, report: { outcome: 'refreshed' } });
    expect(proxy.asked).toEqual([providerPlace]);
    expect(issuer.requests.map(({ grant }) => grant)).toEqual(['refresh_token']);
  });

  test('the real Codex CLI refreshes through the same proxy with the same settings', async ({
    office,
    issuer,
    home,
  }) => {
    const proxy = await office.startProxy({ login });
    const HTTPS_PROXY = withLogin(proxy.origin);
    const env = { ...office.env, HTTPS_PROXY, CODEX_CA_CERTIFICATE: office.caFile };
    const codex = await startCodexAppServer({ env });
    try {
      const byCodex = await codex.authStatus({ force: true });
      expect(byCodex.authToken).toBe(await accessTokenOf(home));
      expect(await refresh(env)).toMatchObject({ exitCode: 0, report: { outcome: 'refreshed' } });
      expect(await accessTokenOf(home)).not.toBe(byCodex.authToken);
    } finally {
      await codex.stop();
    }
    expect(issuer.requests.map(({ grant }) => grant)).toEqual(['refresh_token', 'refresh_token']);
    expect(proxy.asked.filter((place) => place === providerPlace)).toHaveLength(2);
  });

  test('both go the way that .env names, whatever the environment says', async ({
    office,
    issuer,
    home,
  }) => {
    const proxy = await office.startProxy({ login });
    const lines = [`HTTPS_PROXY=${withLogin(proxy.origin)}`, `SSL_CERT_FILE="${office.caFile}"`];
    await writeFile(path.join(home.folder, '.env'), lines.join('\n'));
    const env = { ...office.env, HTTPS_PROXY: 'http://127.0.0.1:9', SSL_CERT_FILE: '/nowhere' };
    expect(await refresh(env)).toMatchObject({ exitCode: 0, report: { outcome: 'refreshed' } });
    const byCodex = await refreshByCodex({ env });
    expect(byCodex.authToken).toBe(await accessTokenOf(home));
    expect(issuer.requests.map(({ grant }) => grant)).toEqual(['refresh_token', 'refresh_token']);
    const check = (await doctor(env))('dotenv');
    expect(check?.detail).toContain('HTTPS_PROXY, SSL_CERT_FILE');
  });

  const obstacles = [
    ['is down', null, 'cannot be reached (ECONNREFUSED)'],
    ['wants another password', { login: 'grace:another' }, 'asks for a user name and password'],
    [
      'does not let it through',
      { refuses: 403 },
      'refuses to connect to auth.openai.com (HTTP 403)',
    ],
    ['hangs up', { refuses: 'hangs up' }, 'cannot be reached (ECONNRESET)'],
  ] as const;
  for (const [index, [obstacle, options, words]] of obstacles.entries()) {
    test(`a proxy that ${obstacle} is no reason to sign in again${sampled(index, 2)}`, async ({
      office,
      home,
    }) => {
      const before = await readFile(home.authFile, 'utf8');
      const origin =
        options === null
          ? `http://127.0.0.1:${await freePort()}`
          : (await office.startProxy(options)).origin;
      const env = { HTTPS_PROXY: withLogin(origin), CODEX_CA_CERTIFICATE: office.caFile };
      const { exitCode, report, printed } = await refresh({ ...office.env, ...env });
      expect(exitCode).toBe(5);
      expect(report).toMatchObject({ outcome: 'failed', permanent: false });
      expect(report['message']).toContain(`The proxy ${origin} ${words}`);
      expect(report['message']).toContain('HTTPS_PROXY');
      expect(printed).not.toContain('a-password');
      expect(await readFile(home.authFile, 'utf8')).toBe(before);
    });
  }

  test('a certificate of the company is only trusted by its file @long', async ({
    office,
    issuer,
  }) => {
    const proxy = await office.startProxy();
    const env = { ...office.env, HTTPS_PROXY: proxy.origin };
    const { exitCode, report } = await refresh(env);
    expect(exitCode).toBe(5);
    expect(report['message']).toContain('Set CODEX_CA_CERTIFICATE to a file with the authority');
    expect(issuer.requests).toEqual([]);
    expect(await refresh({ ...env, SSL_CERT_FILE: office.caFile })).toMatchObject({ exitCode: 0 });
  });

  test('the doctor compares the ways, and names what to change', async ({ office }) => {
    const proxy = await office.startProxy();
    const good = { HTTPS_PROXY: proxy.origin, CODEX_CA_CERTIFICATE: office.caFile };
    const well = await doctor({ ...office.env, ...good });
    expect(well('token-endpoint')).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining(`through ${proxy.origin}, the proxy of HTTPS_PROXY`),
    });
    expect(well('environment-proxy')).toMatchObject({ status: 'pass' });
    expect(well('system-proxy')).toMatchObject({ status: 'skipped' });
    expect(well('ca-file-CODEX_CA_CERTIFICATE')).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining('trusted as by the Codex CLI'),
    });

    const bad = await doctor({ ...office.env, ...good, HTTPS_PROXY: 'socks5://127.0.0.1:1080' });
    expect(bad('token-endpoint')).toMatchObject({ status: 'fail' });
    expect(bad('environment-proxy')).toMatchObject({
      status: 'fail',
      action: expect.stringContaining('HTTPS_PROXY'),
    });
  });
});

async function refresh(env: Readonly<Record<string, string>>) {
  const end = await runGatehouse(['refresh', '--force', '--json'], { env });
  return {
    exitCode: end.exitCode,
    report: JSON.parse(end.stdout) as Record<string, unknown>,
    printed: end.stdout + end.stderr,
  };
}

async function doctor(env: Readonly<Record<string, string>>) {
  const { stdout } = await runGatehouse(['doctor', '--json'], { env });
  const { checks } = doctorReportSchema.parse(JSON.parse(stdout));
  return (id: string) => checks.find((check) => check.id === id);
}

async function accessTokenOf(home: { readAuth(): Promise<Record<string, unknown>> }) {
  return ((await home.readAuth())['tokens'] as Record<string, unknown>)['access_token'];
}
