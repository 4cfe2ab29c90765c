import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { tabThrough } from '../fixtures/keyboard.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { writeSavedAccounts } from '../fixtures/saved-accounts.ts';
import { screenOf } from '../fixtures/screen.ts';

test('everything on the page of an account is reached and used with the keyboard alone', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const { window, screen } = await launchSignedIn(ada);
  const { keyboard } = window;
  const saved = window.getByRole('region', { name: 'Saved accounts' });
  const ofGrace = (name: string) => saved.getByRole('button', { name, exact: true });
  await expect(screen.notices).toContainText('Others can read your sign-in');
  await tabThrough([
    screen.toSettings,
    screen.notices.getByRole('button', { name: 'Make private' }),
    screen.notices.getByRole('button', { name: 'Dismiss: Others can read your sign-in' }),
    screen.account.getByRole('button', { name: 'Rename' }),
    screen.refresh,
    screen.button('Switch account'),
    ofGrace('Add account'),
    ofGrace('Use now'),
    ofGrace('More'),
  ]);
  await keyboard.press('Enter');
  await tabThrough([
    ofGrace('More'),
    ofGrace('Rename'),
    ofGrace('Sign in again'),
    ofGrace('Remove from this device'),
    ofGrace('Sign out everywhere'),
    ofGrace('Encrypt new accounts'),
    screen.openDetails,
    screen.button('Running Codex programs'),
    screen.openStorage,
    screen.signOutHere,
    screen.signOutEverywhere.last(),
  ]);

  await screen.button('Switch account').press('Enter');
  await expect(ofGrace('Use now')).toBeFocused();
  await ofGrace('Rename').press('Enter');
  await keyboard.type('Work');
  await keyboard.press('Enter');
  await expect(saved).toContainText('Work');
  await expect(ofGrace('Rename')).toBeFocused();

  await expect(screen.signOutHere).toBeEnabled();
  await screen.signOutHere.press('Enter');
  await expect(screen.button('Keep me signed in')).toBeFocused();
  await tabThrough([screen.button('Keep me signed in'), screen.signOutIsMeant]);
  await keyboard.press('Escape');
  await expect(screen.signOutHere).toBeFocused();
  await screen.signOutHere.press('Enter');
  await screen.signOutIsMeant.press('Enter');
  await expect(screen.heading('Sign in to use Codex')).toBeFocused();
});

test('each way to sign in is chosen, filled in and left with the keyboard alone', async ({
  launchSignedIn,
}) => {
  const { window, screen } = await launchSignedIn(ada);
  const { keyboard } = window;
  await screen.button('Use another account').press('Enter');
  const heading = screen.heading('Add an account');
  await expect(heading).toBeFocused();
  await tabThrough([heading, window.getByRole('radio', { name: 'Use now' })]);
  await keyboard.press('ArrowDown');
  await expect(window.getByRole('radio', { name: 'Keep for later' })).toBeChecked();
  await tabThrough([
    window.getByRole('radio', { name: 'Keep for later' }),
    screen.withChatgpt,
    screen.withDeviceCode,
    screen.withApiKey,
  ]);

  await keyboard.press('Enter');
  await expect(screen.apiKey).toBeFocused();
  await tabThrough([screen.apiKey, screen.button('Show key'), screen.saveApiKey, screen.cancel]);
  await keyboard.press('Escape');
  await expect(screen.account).toContainText(ada.email);

  await screen.button('Use another account').press('Enter');
  await screen.withDeviceCode.press('Enter');
  const waiting = screen.heading('Enter this code on the sign-in page');
  await expect(waiting).toBeFocused();
  await tabThrough([
    waiting,
    screen.button('Copy code'),
    screen.button('Open sign-in page'),
    screen.cancel,
  ]);
  await keyboard.press('Escape');
  await expect(window.getByText('Sign-in cancelled.')).toBeVisible();
  await expect(screen.account).toContainText(ada.email);
});

test.describe('where device codes are switched off', () => {
  test.use({ issuerOptions: { deviceCode: 'disabled' } });

  test('the way that helps comes first, and Tab reaches all of them', async ({ window }) => {
    const screen = screenOf(window);
    await screen.withDeviceCode.press('Enter');
    const heading = screen.heading('Device codes are switched off');
    await expect(heading).toBeFocused();
    await tabThrough([
      heading,
      screen.withChatgpt,
      screen.button('Try again'),
      screen.button('Back'),
    ]);
    await window.keyboard.press('Enter');
    await expect(screen.withDeviceCode).toBeVisible();
  });
});

test('a sign-in that is not used is deleted after a question alone, which Escape answers', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure('forced_login_method = "nope"');
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(screen.heading('The stored sign-in is not used now')).toBeVisible();
  await screen.signOutHere.press('Enter');
  await expect(screen.button('Keep it')).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(screen.signOutHere).toBeFocused();
  expect(await home.readAuth()).toHaveProperty('tokens');
  await screen.signOutHere.press('Enter');
  await tabThrough([screen.button('Keep it'), screen.signOutIsMeant]);
  await window.keyboard.press('Enter');
  await expect(screen.heading('Sign in to use Codex')).toBeVisible();
});
