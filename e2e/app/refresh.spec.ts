import { readFile } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** The issuer's tokens last ten days, and time goes on. */
const tenDays = /valid until \d{1,2} \w{3}, \d\d:\d\d/;

test('refreshes on request, once, and keeps members that it does not know', async ({
  home,
  issuer,
  launchApp,
}) => {
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 3600 });
  await home.writeAuth({ ...record, from_the_future: true });
  const screen = screenOf((await launchApp()).window);
  await expect(screen.account).toContainText(/Session valid until .*\d\d:\d\d/);
  await screen.refresh.click();
  // Not by the text alone: an hour before midnight it names a day before the refresh, too.
  await expect.poll(async () => (await home.readAuth())['tokens']).not.toEqual(record['tokens']);
  await expect(screen.account).toContainText(tenDays);
  expect((await home.readAuth())['from_the_future']).toBe(true);
  expect(issuer.requests.map(({ grant }) => grant)).toEqual(['refresh_token']);
});

test('refreshes a token that is due without being asked', async ({ home, issuer, launchApp }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
  const screen = screenOf((await launchApp()).window);
  const grants = () => issuer.requests.map(({ grant }) => grant);
  await expect.poll(grants).toEqual(['refresh_token']);
  await expect(screen.account).toContainText(tenDays);
  expect(grants()).toEqual(['refresh_token']);
});

test('offers to try again after a failure that may pass @long', async ({
  issuer,
  launchSignedIn,
}) => {
  const { screen } = await launchSignedIn(ada);
  const body = { error: { message: 'come back later' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 503, body });
  await screen.refresh.click();
  await expect(screen.notices).toContainText('The sign-in service has a problem.');
  await screen.notices.getByRole('button', { name: 'Try again' }).click();
  await expect(screen.notices).toBeHidden();
  await expect(screen.account).toContainText('Signed in');
});

test('asks for a new sign-in after a failure that stays, and leaves the record @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const before = await readFile(home.authFile, 'utf8');
  const screen = screenOf((await launchApp()).window);
  const body = { error: { code: 'refresh_token_expired' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
  await screen.refresh.click();
  await expect(screen.account).toContainText('Your sign-in has expired. Sign in again.');
  await expect(screen.account).toContainText('Needs sign-in');
  await expect(screen.refresh).toBeHidden();
  expect(await readFile(home.authFile, 'utf8')).toBe(before);

  await screen.account.getByRole('button', { name: 'Sign in again' }).click();
  await expect(screen.withChatgpt).toBeVisible();
});
