import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import { doctorReportSchema } from '../../shared/doctor.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { gatehouseScript, runGatehouse, runProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

test.describe('gatehouse doctor', () => {
  test('passes on a healthy home, and changes nothing in it', async ({ home, issuer }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await chmod(home.authFile, 0o600);
    const { exitCode, report, checks } = await doctor(home);
    expect(checks.filter(({ status }) => status === 'warn' || status === 'fail')).toEqual([]);
    expect(report).toMatchObject({ state: 'pass', platform: process.platform });
    expect(exitCode).toBe(0);
    expect(statusOf(checks, 'token-endpoint')).toBe('pass');
    expect(statusOf(checks, 'clock')).toBe('pass');
    expect(await home.readAuth()).toEqual(record);
    // No tokens were asked for.
    const asked = issuer.requests.filter(({ endpoint }) => endpoint === 'token');
    expect(asked).toHaveLength(1);
  });

  test('shows neither a secret nor the person nor the home folder', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const env = { ...home.env, HTTP_PROXY: 'http://ada:a-proxy-password@127.0.0.1:9' };
    const ends = [
      await runGatehouse(['doctor'], { env }),
      await runGatehouse(['doctor', '--json'], { env }),
    ];
    const output = ends.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(output).toContain('~/auth.json');
    expect(output).toContain('HTTP_PROXY names http://127.0.0.1:9');
    for (const secret of [...issuer.secrets(), ada.email, home.folder, 'a-proxy-password']) {
      expect(output).not.toContain(secret);
    }
  });

  test('sees a folder on a read-only disk, and so does the status', async ({ home, issuer }) => {
    test.skip(process.getuid?.() !== 0 || process.platform !== 'linux', 'only root mounts');
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const command = (...args: string[]) => {
      const mount = `mount --bind '${home.folder}' '${home.folder}' && mount -o remount,bind,ro '${home.folder}'`;
      const words = ['-m', 'sh', '-c', `${mount} && exec "$0" "$@"`];
      return runProgram('unshare', [...words, process.execPath, gatehouseScript, ...args], home);
    };
    const { stdout } = await command('doctor', '--json');
    const { checks } = doctorReportSchema.parse(JSON.parse(stdout));
    expect(checks.find(({ id }) => id === 'codex-home')).toMatchObject({
      status: 'fail',
      detail: '~ cannot be written: the disk is read-only. No refreshed token can be saved there.',
    });
    const status = await command('status');
    expect(status.stdout).toContain('~ cannot be written: the disk is read-only.');
  });

  test('names a refused token by issuer and code, and a record that Codex sends no token with', async ({
    home,
    issuer,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth({ ...record, last_refresh: null });
    const incomplete = (await doctor(home)).checks.find(({ id }) => id === 'tokens');
    expect(incomplete).toMatchObject({ status: 'warn' });
    expect(incomplete?.detail).toContain('Codex sends no token with this record');
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
    });
    await runGatehouse(['refresh', '--force'], home);
    const { exitCode, checks } = await doctor(home);
    const refused = checks.find(({ id }) => id === 'tokens');
    expect(refused).toMatchObject({ status: 'fail', action: 'Run: gatehouse login' });
    expect(refused?.detail).toMatch(new RegExp(`^${issuer.origin} refused .*\\(invalid_grant\\)`));
    expect(exitCode).toBe(5);
  });

  test('names the program that holds a sign-in port', async ({ home }) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(1455, '127.0.0.1', resolve));
    try {
      const { exitCode, checks } = await doctor(home);
      const port = checks.find(({ id }) => id === 'sign-in-port-1455');
      expect(port).toMatchObject({ status: 'warn' });
      expect(port?.detail).toContain(`(process ${process.pid})`);
      expect(port?.action).toContain(`(process ${process.pid})`);
      expect(statusOf(checks, 'sign-in-port-1457')).toBe('pass');
      expect(exitCode).toBe(0);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('ends with 5 for an issuer that cannot be reached', async ({ home, issuer }) => {
    await issuer.close();
    const { exitCode, report, checks } = await doctor(home);
    expect(exitCode).toBe(5);
    expect(report.state).toBe('fail');
    const endpoint = checks.find(({ id }) => id === 'token-endpoint');
    expect(endpoint).toMatchObject({ status: 'fail' });
    expect(endpoint?.detail).toContain('ECONNREFUSED');
    expect(endpoint?.action).toContain(issuer.origin);
    expect(statusOf(checks, 'clock')).toBe('skipped');
  });

  test('ends with 5 for a damaged auth.json, and leaves it as it is', async ({ home }) => {
    await home.writeAuth('{"tokens": {');
    const { exitCode, report, checks } = await doctor(home);
    expect(exitCode).toBe(5);
    expect(report.state).toBe('fail');
    const store = checks.find(({ id }) => id === 'store');
    expect(store).toMatchObject({ status: 'fail' });
    expect(store?.detail).toContain('~/auth.json');
    expect(store?.action).toContain('gatehouse login');
  });

  test('says what to do in words', async ({ home }) => {
    const env = { ...home.env, CODEX_CA_CERTIFICATE: path.join(home.folder, 'no-such.pem') };
    const { exitCode, stdout } = await runGatehouse(['doctor'], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('It works, with warnings');
    expect(stdout).toMatch(
      /WARN {2}CA file of CODEX_CA_CERTIFICATE +~\/no-such\.pem does not exist/,
    );
    expect(stdout).toContain('-> Correct CODEX_CA_CERTIFICATE or the file, or unset it.');
  });
});

type Checks = Awaited<ReturnType<typeof doctor>>['checks'];

async function doctor(home: Pick<Home, 'env'>) {
  const { exitCode, stdout } = await runGatehouse(['doctor', '--json'], home);
  const report = doctorReportSchema.parse(JSON.parse(stdout));
  return { exitCode, report, checks: report.checks };
}

function statusOf(checks: Checks, id: string) {
  return checks.find((check) => check.id === id)?.status;
}
