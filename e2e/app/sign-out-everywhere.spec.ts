import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('asks first; Escape keeps the sign-in, and confirming revokes it', async ({
  home,
  issuer,
  launchApp,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth(record);
  const { window } = await launchApp();
  const screen = screenOf(window);
  await screen.signOutEverywhere.click();
  await expect(screen.dialog).toBeVisible();
  await expect(screen.dialog.getByRole('button', { name: 'Keep me signed in' })).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(screen.dialog).toBeHidden();
  await expect(screen.signOutEverywhere).toBeFocused();
  await expect(screen.account).toContainText(ada.email);
  expect(issuer.requests).toEqual([]);

  await screen.signOutEverywhere.click();
  await screen.dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(screen.notices).toContainText('Signed out everywhere');
  await expect(screen.withChatgpt).toBeVisible();
  expect(issuer.requests.map(({ endpoint }) => endpoint)).toEqual(['revoke']);
  expect(await filesIn(home.folder)).toEqual([]);
});

test('signs out here although the revocation fails, and says so @long', async ({
  home,
  issuer,
  launchSignedIn,
}) => {
  const { screen } = await launchSignedIn(ada);
  issuer.fail({ endpoint: 'revoke', kind: 'status', status: 500 });
  await screen.signOutEverywhere.click();
  await screen.dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(screen.notices).toContainText('Signed out on this device only');
  await expect(screen.withChatgpt).toBeVisible();
  expect(await filesIn(home.folder)).toEqual([]);
});
