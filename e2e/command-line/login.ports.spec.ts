import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:http';

import { ada, grace, katherine } from '../../electron/testing/issuer/accounts.ts';
import {
  approveDevice,
  chooseAccount,
  deny,
  signInWith,
} from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/command-line.ts';
import {
  gatehouseScript,
  runCodex,
  runGatehouse,
  startGatehouse,
  startInTerminal,
} from '../fixtures/programs.ts';
import { statusOf } from '../fixtures/status.ts';

const link = /http:\/\/127\.0\.0\.1:\d+\/oauth\/authorize\S+/;

test.describe('gatehouse login', () => {
  test('signs in through the browser and stores the sign-in for this user alone', async ({
    home,
  }) => {
    const login = startGatehouse(['login'], home);
    const [url] = await login.untilStderr(link);
    const page = await signInWith(url, ada.email);
    const { exitCode, stdout } = await login.end;

    expect(exitCode).toBe(0);
    expect(stdout).toContain('Signed in with ChatGPT as ada@example.com');
    expect(stdout).toMatch(/Stored in: +~\/auth\.json$/m);
    expect(page.status).toBe(200);
    expect(page.url).toBe('http://127.0.0.1:1455/success');
    expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
    expect(await statusOf(home)).toMatchObject({
      exitCode: 0,
      report: {
        signedIn: true,
        method: 'chatgpt',
        source: 'file',
        account: { email: ada.email, plan: 'pro', planRaw: 'pro', workspaceId: ada.workspaceId },
        token: { stale: false },
        problem: null,
      },
    });
  });

  test('signs the real Codex CLI in on the same folder, which Gatehouse signs out', async ({
    home,
  }) => {
    const login = startGatehouse(['login'], home);
    const [url] = await login.untilStderr(link);
    await signInWith(url, ada.email);
    expect((await login.end).exitCode).toBe(0);

    const signedIn = await runCodex(['login', 'status'], home);
    expect(signedIn.stderr).toContain('Logged in using ChatGPT');
    expect(signedIn.exitCode).toBe(0);

    expect((await runGatehouse(['logout'], home)).exitCode).toBe(0);
    const signedOut = await runCodex(['login', 'status'], home);
    expect(signedOut.stderr).toContain('Not logged in');
    expect(signedOut.exitCode).toBe(1);
  });

  test('opens the page in the browser of the desktop', async ({ desktop, home }) => {
    const login = startGatehouse(['login'], { env: { ...desktop.env, ...home.env } });
    await signInWith(await desktop.openedPage(), ada.email);
    expect((await login.end).exitCode).toBe(0);
  });

  test('takes the address that a browser on another machine came to, pasted into the terminal', async ({
    home,
  }) => {
    const login = startInTerminal([process.execPath, gatehouseScript, 'login'], home);
    const [url] = await login.untilStdout(link);
    await login.untilStdout(/paste the address of that page here/);
    const address = await chooseAccount(url, ada.email);
    const foreign = new URL(address);
    foreign.searchParams.set('state', 'of-another-sign-in');
    login.type(`${foreign.href}\n`);
    await login.untilStdout(/This address is of another sign-in/);
    login.type(`${address.href}\n`);
    const { exitCode, stdout } = await login.end;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Signed in with ChatGPT as ada@example.com');
    expect((await statusOf(home)).report.account).toMatchObject({ email: ada.email });
  });

  test('can be cancelled with Ctrl-C while an address could be pasted', async ({ home }) => {
    const login = startInTerminal([process.execPath, gatehouseScript, 'login'], home);
    await login.untilStdout(/paste the address of that page here/);
    login.type('\x03');
    expect((await login.end).exitCode).toBe(1);
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('keeps a plan name that is not known, and says unknown', async ({ home }) => {
    const login = startGatehouse(['login'], home);
    const [url] = await login.untilStderr(link);
    await signInWith(url, katherine.email);
    expect((await login.end).exitCode).toBe(0);
    expect((await statusOf(home)).report.account).toMatchObject({
      plan: 'unknown',
      planRaw: 'orbital-preview',
    });
  });

  test('signs in by a device code', async ({ home }) => {
    const login = startGatehouse(['login', '--device'], home);
    const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
    const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
    await approveDevice(page, code, grace.email);
    expect((await login.end).exitCode).toBe(0);
    expect((await statusOf(home)).report.account).toMatchObject({ email: grace.email });
    expect((await home.readAuth())['OPENAI_API_KEY']).toBeNull();
  });

  test('stores an API key from standard input, trimmed', async ({ home }) => {
    const { exitCode, stdout } = await runGatehouse(['login', '--with-api-key'], {
      ...home,
      stdin: '  sk-test-0123456789abcdef \n',
    });
    expect(exitCode).toBe(0);
    // The words of `gatehouse status`.
    expect(stdout).toBe((await runGatehouse(['status'], home)).stdout);
    expect(await home.readAuth()).toEqual({
      auth_mode: 'apikey',
      OPENAI_API_KEY: 'sk-test-0123456789abcdef',
    });
  });

  test('refuses an empty API key and stores nothing', async ({ home }) => {
    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: ' \n' });
    expect(login.exitCode).toBe(2);
    expect(login.stderr).toContain('printenv OPENAI_API_KEY | gatehouse login --with-api-key');
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('leaves the old sign-in byte for byte when Ctrl-C cancels', async ({ home }) => {
    const old = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-old-0123456789' };
    await home.writeAuth(old);
    const login = startGatehouse(['login'], home);
    await login.untilStderr(link);
    login.interrupt();
    expect((await login.end).exitCode).toBe(1);
    expect(await home.readAuth()).toEqual(old);
    expect(await readdir(home.folder)).toEqual(['auth.json']);
  });

  test('says that the person refused, and stores nothing', async ({ home }) => {
    const login = startGatehouse(['login', '--json'], home);
    const [url] = await login.untilStderr(link);
    await deny(url);
    const { exitCode, stdout } = await login.end;
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', problem: { code: 'denied' } });
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('uses the second port where another program holds the first, which is not disturbed', async ({
    home,
  }) => {
    const visits: string[] = [];
    const other = createServer((request, response) => {
      visits.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(1455, '127.0.0.1', resolve));
    try {
      const login = startGatehouse(['login'], home);
      const [url] = await login.untilStderr(link);
      expect(new URL(url).searchParams.get('redirect_uri')).toBe(
        'http://127.0.0.1:1457/auth/callback',
      );
      await login.untilStderr(/Port 1455 is in use by another program/);
      await signInWith(url, ada.email);
      expect((await login.end).exitCode).toBe(0);
      expect(visits).toEqual([]);
    } finally {
      other.close();
    }
  });

  test.describe('under login rules', () => {
    test('refuses a forbidden method before anything is asked', async ({ home, issuer }) => {
      await home.configure('forced_login_method = "api"');
      const login = await runGatehouse(['login'], home);
      expect(login.exitCode).toBe(3);
      expect(login.stderr).toContain('ChatGPT login is disabled. Use API key login instead.');
      expect(issuer.requests).toEqual([]);
    });

    test('refuses an API key where ChatGPT is forced', async ({ home }) => {
      await home.configure('forced_login_method = "chatgpt"');
      const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: 'sk-1' });
      expect(login.exitCode).toBe(3);
      expect(login.stderr).toContain('API key login is disabled. Use ChatGPT login instead.');
      expect(await readdir(home.folder)).toEqual(['config.toml']);
    });

    test.describe('with an issuer that offers other workspaces all the same', () => {
      test.use({ issuerOptions: { ignoreWorkspaceRestriction: true } });

      test('stores nothing of another workspace', async ({ home }) => {
        await home.configure(`forced_chatgpt_workspace_id = "${grace.workspaceId}"`);
        const login = startGatehouse(['login'], home);
        const [url] = await login.untilStderr(link);
        expect(new URL(url).searchParams.get('allowed_workspace_id')).toBe(grace.workspaceId);
        const page = await signInWith(url, ada.email);
        const { exitCode, stderr } = await login.end;
        expect(exitCode).toBe(3);
        expect(stderr).toContain(
          `You signed in as ${ada.email} in workspace ${ada.workspaceId}. This device only allows workspace ${grace.workspaceId}.`,
        );
        expect(page.html).toContain(grace.workspaceId);
        expect(await readdir(home.folder)).toEqual(['config.toml']);
      });
    });

    test('refuses to sign in under rules that cannot be read', async ({ home }) => {
      await home.configure('forced_login_method = "nope"');
      const login = await runGatehouse(['login'], home);
      expect(login.exitCode).toBe(6);
      expect(login.stderr).toContain('config.toml');
      expect(login.stderr).toContain('forced_login_method');
    });
  });

  test.describe('where an administrator has device codes switched off', () => {
    test.use({ issuerOptions: { deviceCode: 'disabled' } });

    test('says so and what to do instead', async ({ home }) => {
      const login = await runGatehouse(['login', '--device'], home);
      expect(login.exitCode).toBe(1);
      expect(login.stderr).toContain('Turn on device code login in ChatGPT');
    });
  });
});
