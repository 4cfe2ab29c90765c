import { stat } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';
import { statusOf } from '../fixtures/status.ts';

/** What one program learned of a sign-in, and where it has to be known. */

const reused = 'Another program used this sign-in first';
const oneMinute = { accessTokenLifetimeSeconds: 60 };

function refuseOnce(issuer: EmbeddedIssuer): void {
  const body = { error: { code: 'refresh_token_reused' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
}

function refreshes({ requests }: EmbeddedIssuer): number {
  return requests.filter(({ grant }) => grant === 'refresh_token').length;
}

test('the open window turns when a command was refused, and back by "Try again"', async ({
  home,
  issuer,
  launchSignedIn,
}) => {
  const { screen } = await launchSignedIn(ada);
  await expect(screen.account).toContainText('Signed in');
  refuseOnce(issuer);
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(4);

  await expect(screen.account).toContainText('Needs sign-in', { timeout: 2_000 });
  await expect(screen.account).toContainText(reused);
  await expect(screen.refresh).toBeHidden();
  const note = await stat(`${home.authFile}.refresh-refusal`);
  expect(note.mode & 0o777).toBe(0o600);

  await screen.account.getByRole('button', { name: 'Try again' }).click();
  await expect(screen.account).toContainText('Signed in');
  await expect(screen.notices).toBeHidden();
  await expect(screen.refresh).toBeEnabled();
  expect(refreshes(issuer)).toBe(2);
  await expect(stat(`${home.authFile}.refresh-refusal`)).rejects.toThrow('ENOENT');
});

test('what the app was refused with is known to every command and after a restart @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
  refuseOnce(issuer);
  const first = await launchApp();
  await expect(screenOf(first.window).account).toContainText('Needs sign-in');
  await first.stop();

  expect(await statusOf(home)).toMatchObject({
    exitCode: 0,
    report: { signedIn: true, problem: { code: 'refresh-failed' } },
  });
  expect(await runGatehouse(['token'], home)).toMatchObject({ stdout: '', exitCode: 4 });
  expect((await runGatehouse(['refresh'], home)).exitCode).toBe(4);
  const { stdout } = await runGatehouse(['doctor'], home);
  expect(stdout).toContain(`${issuer.origin} refused the refresh token for good on `);
  expect(stdout).toContain('(refresh_token_reused)');

  const second = screenOf((await launchApp()).window);
  await expect(second.account).toContainText('Needs sign-in');
  await expect(second.account).toContainText(reused);
  // Nobody asked again for tokens that were refused.
  expect(refreshes(issuer)).toBe(1);
});

test('other tokens end it everywhere @long', async ({ home, issuer, launchSignedIn }) => {
  const { screen } = await launchSignedIn(ada);
  refuseOnce(issuer);
  await runGatehouse(['refresh', '--force'], home);
  await expect(screen.account).toContainText('Needs sign-in');
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await expect(screen.account).toContainText('Signed in');
  expect((await statusOf(home)).report).toMatchObject({ problem: null });
  expect((await runGatehouse(['token'], home)).exitCode).toBe(0);
});

test('an expired token that cannot be refreshed: Codex cannot work now @long', async ({
  home,
  issuer,
  launchApp,
  trayHost,
}) => {
  test.slow();
  const past = { accessTokenLifetimeSeconds: -60 };
  const record = await chatgptRecord(issuer, ada, past);
  // Tokens that have just come are left alone for a while, whatever the clock says.
  const earlier = new Date(Date.now() - 2 * 60 * 60 * 1000).toISOString();
  await home.writeAuth({ ...record, last_refresh: earlier });
  const closed = { CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'http://127.0.0.1:9/oauth/token' };
  const app = await launchApp({ env: { ...trayHost.env, ...closed } });
  const screen = screenOf(app.window);
  await expect(screen.account).toContainText('Codex cannot work now');
  await expect(screen.account).toContainText(
    /Can\u2019t reach the sign-in service\. Codex won\u2019t work until it\u2019s refreshed\. Trying again/,
  );
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect
    .poll(labels)
    .toContainEqual(expect.stringMatching(/^Codex cannot work now\. Trying again at \d\d:\d\d$/));
  await inspectAppearance(app, 'expired-offline');

  const { stdout } = await runGatehouse(['status'], home);
  expect(stdout).toMatch(/Token: +ran out at .*\n.*\n? *Problem: .*Codex cannot work until/s);
  const token = await runGatehouse(['token'], { env: { ...home.env, ...closed } });
  expect(token).toMatchObject({ stdout: '', exitCode: 5 });
});

test('"Refresh now" is off where another program supplies the tokens, and says so @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth({ ...record, auth_mode: 'chatgptAuthTokens' });
  const screen = screenOf((await launchApp()).window);
  await expect(screen.refresh).toBeDisabled();
  await expect(screen.account).toContainText(
    'Another program supplies this sign-in and refreshes it.',
  );
});

test('an expired token that nobody can refresh: "Refresh now" is off, and nothing promises that it works @long', async ({
  home,
  issuer,
  launchApp,
  trayHost,
}) => {
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: -60 });
  const tokens = { ...(record['tokens'] as Record<string, unknown>), refresh_token: '' };
  await home.writeAuth({ ...record, tokens });
  const app = await launchApp({ env: trayHost.env });
  const screen = screenOf(app.window);
  await expect(screen.account).toContainText('Until then, Codex can\u2019t work.');
  await expect(screen.account).not.toContainText('It works until');
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect.poll(labels).toContain('Sign in again…');
  expect(await labels()).not.toContain('Refresh now');
  await inspectAppearance(app, 'expired-without-refresh-token');
  expect(refreshes(issuer)).toBe(0);
});
