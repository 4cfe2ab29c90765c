import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

/** The clock of the kit, for issuer, app, window and command in one call. */

test('an app does what is due once the clock was moved on, by the new time', async ({
  clock,
  desktop,
  issuer,
  launchSignedIn,
}) => {
  const { window, screen } = await launchSignedIn(ada);
  await screen.openDetails.click();
  const details = window.getByTestId('account-details');
  await expect(details).toContainText('in 9 days');
  await clock.moveOn({ days: 12 });
  const isNew = (at: number): boolean => Math.abs(at - clock.now()) < 60_000;
  const refreshes = () => issuer.requests.filter(({ grant }) => grant === 'refresh_token');
  await expect.poll(() => refreshes().length).toBe(1);
  expect(isNew(refreshes()[0]?.receivedAt ?? 0)).toBe(true);
  // Again as at first, by the window's own clock.
  await expect(details).toContainText('in 9 days');
  expect(isNew(await window.evaluate(() => Date.now()))).toBe(true);
  const last = (await desktop.log()).trim().split('\n').at(-1) ?? '{}';
  expect(isNew(Date.parse((JSON.parse(last) as { time: string }).time))).toBe(true);
});

test('a window that is loaded anew, and an app that starts later, have the same time', async ({
  clock,
  home,
  issuer,
  launchApp,
}) => {
  await clock.moveOn({ days: 12, hours: 1 });
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const { window } = await launchApp();
  await window.reload();
  await expect(window.getByTestId('account-state')).toHaveAttribute('data-state', 'signedIn');
  expect(Math.abs((await window.evaluate(() => Date.now())) - clock.now())).toBeLessThan(60_000);
  const { stdout } = await runGatehouse(['status'], { env: { ...home.env, ...clock.env() } });
  expect(stdout).toContain('valid until');
});
