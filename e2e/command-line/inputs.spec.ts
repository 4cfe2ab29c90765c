import { ada } from '../../electron/testing/issuer/accounts.ts';
import { jwt } from '../../electron/testing/credentials.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runCodex, runGatehouse, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

/** A record whose ID token says this. */
function recordSaying(claims: object, changes: object = {}): object {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: jwt({ ...claims }),
      access_token: jwt({ exp: 3_795_953_789 }),
      refresh_token: 'rt_lab_placeholder',
      account_id: 'acct-lab-1',
    },
    last_refresh: '2026-07-02T02:47:33.937Z',
    ...changes,
  };
}

async function loginWithKey(home: Home, stdin: string | Uint8Array) {
  return runGatehouse(['login', '--with-api-key'], { ...home, stdin });
}

test.describe('records as other programs leave them', () => {
  test('a last refresh with +0000 is no reason not to be signed in', async ({ home }) => {
    await home.writeAuth(
      recordSaying({ email: 'lab@example.com' }, { last_refresh: '2026-07-02T02:47:33+0000' }),
    );
    expect((await runCodex(['login', 'status'], home)).stderr).toContain('Logged in using ChatGPT');
    expect(await statusOf(home)).toMatchObject({
      exitCode: 0,
      report: { signedIn: true, token: { lastRefresh: '2026-07-02T02:47:33.000Z' } },
    });
  });

  test('what the CLI refuses is not called signed in', async ({ home }) => {
    await home.writeAuth(recordSaying({}, { last_refresh: '2026-07-02T02:47:33' }));
    expect((await runCodex(['login', 'status'], home)).exitCode).toBe(1);
    expect(await statusOf(home)).toMatchObject({
      exitCode: 6,
      report: { signedIn: false, problem: { code: 'record-invalid' } },
    });
  });

  test('empty claims are like missing ones: the address is that of the profile', async ({
    home,
  }) => {
    await home.writeAuth(
      recordSaying({
        email: '',
        [profileClaim]: { email: 'lab@example.com' },
        [authClaim]: { chatgpt_plan_type: '', chatgpt_account_id: '' },
      }),
    );
    expect(await statusOf(home)).toMatchObject({
      report: { account: { email: 'lab@example.com', planRaw: null, workspaceId: null } },
    });
    const { stdout } = await runGatehouse(['status'], home);
    expect(stdout).toContain('Signed in with ChatGPT as lab@example.com');
    expect(stdout).not.toMatch(/Plan:|Workspace:/);
  });

  const plans = [
    ['edu_plus', 'Edu Plus'],
    ['promax', 'Pro Max'],
    ['ent26', 'Enterprise'],
    ['enterprise_cbp_automation', 'Enterprise Automation'],
    ['self_serve_business_prolite', 'Business Pro Lite'],
    ['sci_plus', 'Science Plus'],
  ] as const;
  for (const [index, [name, label]] of plans.entries()) {
    test(`the plan ${name} is known by its words${sampled(index, 3)}`, async ({ home }) => {
      await home.writeAuth(recordSaying({ [authClaim]: { chatgpt_plan_type: name } }));
      expect(await statusOf(home)).toMatchObject({ report: { account: { plan: name } } });
      const { stdout } = await runGatehouse(['status'], home);
      expect(stdout).toMatch(new RegExp(`Plan: +${label}$`, 'm'));
    });
  }

  test('an address that turns the direction of the text is told by its numbers', async ({
    home,
  }) => {
    await home.writeAuth(recordSaying({ email: '\u202Emoc.live@ada' }));
    const { report } = await statusOf(home);
    expect(report.account?.email).toBe('\\u202emoc.live@ada');
  });
});

test.describe('what is no API key', () => {
  const key = 'sk-lab-0123456789abcdef';
  const inputs: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['a file of PowerShell', Buffer.from(`\ufeff${key}\r\n`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(key, 'utf16le'), 'UTF-16'],
    ['UTF-16 in the other order', Buffer.from(`\ufeff${key}`, 'utf16le').swap16(), 'UTF-16'],
    ['two words', 'hello world', 'no blanks'],
    ['an auth.json', JSON.stringify(recordSaying({})), 'JSON'],
    ['a web page', '<html>502</html>', 'web page'],
    ['bytes that are no text', Buffer.from([0x73, 0x6b, 0x2d, 0xff, 0xfe, 0x31]), 'characters'],
    ['an endless input', 'k'.repeat(1_000_000), 'more than 64 KiB'],
    ['nothing', '\n', 'Give the key on standard input'],
  ];

  for (const [index, [what, stdin, said]] of inputs.entries()) {
    test(`${what} replaces no sign-in${sampled(index, 4)}`, async ({ home, issuer }) => {
      const record = await chatgptRecord(issuer, ada);
      await home.writeAuth(record);
      const { exitCode, stderr, stdout } = await loginWithKey(home, stdin);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(said);
      expect(`${stdout}${stderr}`).not.toContain('0123456789');
      expect(await home.readAuth()).toEqual(record);
    });
  }

  test('a key with a byte order mark of UTF-8 is stored without it, and the CLI has it', async ({
    home,
  }) => {
    expect((await loginWithKey(home, `\ufeff${key}\r\n`)).exitCode).toBe(0);
    expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: key });
    expect((await runCodex(['login', 'status'], home)).stderr).toContain('API key configured');
  });
});

test.describe('a device sign-in among bad answers', () => {
  test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

  test('goes on through a 503 of a web page until the person has agreed', async ({
    home,
    issuer,
  }) => {
    const fault = { kind: 'html', status: 503 } as const;
    issuer.fail({ endpoint: 'deviceToken', ...fault, times: 2 });
    const login = startGatehouse(['login', '--device'], home);
    const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
    const [code] = await login.untilStderr(/[A-Z0-9]{4}-[A-Z0-9]{5}/);
    await approveDevice(page, code, ada.email);
    const { exitCode, stdout } = await login.end;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Signed in with ChatGPT as ada@example.com');
  });
});

test.describe('where tokens go', () => {
  test('is named by the status and the doctor while a variable decides it', async ({
    home,
    issuer,
  }) => {
    const message = `Refreshes go to ${issuer.origin}, because CODEX_REFRESH_TOKEN_URL_OVERRIDE is set.`;
    await home.writeAuth(await chatgptRecord(issuer, ada));
    expect((await statusOf(home)).report.tokenOverrides).toEqual([
      { variable: 'CODEX_REFRESH_TOKEN_URL_OVERRIDE', origin: issuer.origin, message },
    ]);
    expect((await runGatehouse(['status'], home)).stdout).toContain(`Note:       ${message}`);
    const doctor = await runGatehouse(['doctor'], home);
    expect(doctor.stdout.replace(/\s+/g, ' ')).toContain(message);
  });

  test('is never the configured issuer for the tokens of another one', async ({ home, issuer }) => {
    const env = { ...home.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: '' };
    const elsewhere = 'https://elsewhere.example';
    const tokens = {
      id_token: jwt({ iss: elsewhere }),
      access_token: jwt({ iss: elsewhere, exp: 1 }),
      refresh_token: 'rt_lab_placeholder',
      account_id: 'acct-lab-1',
      oauth_provenance: { issuer: issuer.origin, client_id: 'app_planted' },
    };
    await home.writeAuth(recordSaying({}, { tokens }));
    const { exitCode, stderr } = await runGatehouse(['refresh', '--force'], { env });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('Set GATEHOUSE_ISSUER to the service that issued it');
    expect(issuer.requests).toEqual([]);
  });
});
