import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { screenOf } from '../fixtures/screen.ts';

test('an account with all its details is accessible in both themes, narrow and zoomed', async ({
  launchSignedIn,
}) => {
  test.slow();
  const app = await launchSignedIn(ada);
  const { screen } = app;
  await screen.openDetails.click();
  await screen.openStorage.click();
  await expect(app.window.getByText('Plan in the token')).toBeVisible();
  await expect(screen.button('Move to the keyring')).toBeVisible();
  await inspectAppearance(app, 'account-opened');
  await screen.openDetails.click();
  await screen.openStorage.click();
  await expect(screen.button('Move to the keyring')).toBeHidden();
});

test('every other view of an account is accessible in both themes, narrow and zoomed @long', async ({
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  const app = await launchSignedIn(ada);
  const { screen } = app;
  await inspectAppearance(app, 'account');
  await screen.signOutEverywhere.click();
  await expect(screen.dialog).toBeVisible();
  await inspectAppearance(app, 'sign-out-everywhere');
  await app.window.keyboard.press('Escape');

  const body = { error: { code: 'refresh_token_reused' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
  await screen.refresh.click();
  await expect(screen.account).toContainText('Needs sign-in');
  await inspectAppearance(app, 'account-needs-sign-in');

  await screen.toDiagnostics.click();
  await expect(app.window.getByRole('region', { name: 'Summary' })).toBeVisible();
  await inspectAppearance(app, 'diagnostics-well');
  await screen.toAccount.click();

  await screen.signOutHere.click();
  await screen.signOutIsMeant.click();
  await screen.withApiKey.click();
  await screen.apiKey.fill('sk-test-0123456789');
  await screen.saveApiKey.click();
  await expect(screen.account).toContainText('Signed in with an API key');
  await inspectAppearance(app, 'api-key-account');
});

test('trouble is accessible in both themes, narrow and zoomed @long', async ({
  home,
  launchApp,
}) => {
  test.slow();
  await home.writeAuth('{"tokens": {');
  const app = await launchApp();
  const screen = screenOf(app.window);
  await expect(screen.heading('The stored sign-in cannot be used')).toBeVisible();
  await inspectAppearance(app, 'stored-record-unusable');
  await home.configure('forced_login_method = "api"');
  await screen.button('Reload').click();
  await expect(screen.withChatgpt).toBeDisabled();
  // The record is the trouble, and not the rules, which cannot be held against it.
  await expect(app.window.getByText('The login rules could not be read')).toBeHidden();
  await inspectAppearance(app, 'method-forbidden');
  await home.configure('forced_login_method = "nope"');
  await screen.button('Reload').click();
  await expect(app.window.getByText('The login rules could not be read')).toBeVisible();
  await inspectAppearance(app, 'rules-unreadable');
});

test('the activity is reached, narrowed down and left with the keyboard alone', async ({
  launchSignedIn,
}) => {
  const { window, screen } = await launchSignedIn(ada);
  const { keyboard } = window;
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(screen.toActivity).toBeFocused();
  await keyboard.press('Enter');
  await expect(screen.heading('Nothing yet')).toBeVisible();
  await expect(screen.heading('Activity')).toBeFocused();

  await screen.toAccount.press('Enter');
  await screen.refresh.press('Enter');
  await screen.toActivity.press('Enter');
  await expect(screen.activityRows).toHaveCount(1);
  for (const control of [
    screen.button('Export…'),
    window.getByLabel('Who'),
    window.getByLabel('Search'),
  ]) {
    await keyboard.press('Tab');
    await expect(control).toBeFocused();
  }
  await keyboard.type('refresh you');
  await expect(screen.activityRows).toHaveCount(1);
  await keyboard.type(' not');
  await expect(window.getByText('No matching entries.')).toBeVisible();
});
