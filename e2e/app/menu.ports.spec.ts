import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { chooseMenuItem, menuItem } from '../fixtures/menu.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('the account menu signs in, cancels, refreshes and signs out as the window does', async ({
  app,
  desktop,
  home,
  issuer,
  window,
}) => {
  const { electron } = app;
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeVisible();
  expect(await menuItem(electron, 'account')).toEqual({ label: 'Signed out', enabled: false });
  expect(await menuItem(electron, 'sign-out')).toBeNull();

  await chooseMenuItem(electron, 'sign-in-device');
  await expect(screen.heading('Enter this code on the sign-in page')).toBeVisible();
  await chooseMenuItem(electron, 'cancel-sign-in');
  await expect(screen.withChatgpt).toBeVisible();

  await chooseMenuItem(electron, 'sign-in-browser');
  const opened = await desktop.openedPage();
  await expect(screen.signInLink).toHaveValue(/^http/);
  const link = await screen.signInLink.inputValue();
  await chooseMenuItem(electron, 'copy-sign-in-link');
  await expect.poll(() => electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link);
  await signInWith(opened, ada.email);
  await expect(screen.account).toContainText(ada.email);
  expect(await menuItem(electron, 'account')).toMatchObject({ label: `${ada.email} - Pro` });

  await chooseMenuItem(electron, 'refresh');
  await expect.poll(() => desktop.log()).toContain('"refreshed"');
  expect(issuer.requests.filter(({ grant }) => grant === 'refresh_token')).toHaveLength(1);
  await chooseMenuItem(electron, 'sign-out');
  await window.keyboard.press('Escape');
  expect(await filesIn(home.folder)).toContain('auth.json');
  await chooseMenuItem(electron, 'sign-out');
  await screen.signOutIsMeant.click();
  await expect(screen.withChatgpt).toBeVisible();
  expect(await filesIn(home.folder)).not.toContain('auth.json');
});

test('the account menu offers nothing that a login rule forbids @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, grace));
  await home.configure('forced_login_method = "api"');
  const { electron, window } = await launchApp();
  await screenOf(window).button('Sign out now').click();
  await expect(screenOf(window).notices).toContainText('A login rule signed you out');
  expect(await menuItem(electron, 'state')).toMatchObject({ label: 'Signed out by a login rule' });
  expect(await menuItem(electron, 'sign-in-api-key')).toMatchObject({ enabled: true });
  for (const id of ['sign-in-browser', 'sign-in-device']) {
    expect(await menuItem(electron, id)).toBeNull();
  }
});

test('the account menu leads to the rules, from wherever the window is @long', async ({
  app,
  desktop,
  window,
}) => {
  const { electron } = app;
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeVisible();
  await chooseMenuItem(electron, 'policy');
  await expect(screen.heading('Policy')).toBeFocused();
  await expect(screen.toPolicy).toHaveAttribute('aria-current', 'page');
  await screen.toAccount.click();
  await screen.withChatgpt.click();
  await desktop.openedPage();
  await chooseMenuItem(electron, 'policy');
  await expect(screen.heading('Policy')).toBeVisible();
  // The sign-in goes on meanwhile.
  await screen.toAccount.click();
  await expect(screen.signInLink).toBeVisible();
});
