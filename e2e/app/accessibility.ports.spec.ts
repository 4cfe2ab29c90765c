import { deny } from '../../electron/testing/issuer/user-agent.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { screenOf } from '../fixtures/screen.ts';

test('every view on the way to a sign-in is accessible in both themes, narrow and zoomed @long', async ({
  app,
  desktop,
  window,
}) => {
  test.slow();
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeVisible();
  await inspectAppearance(app, 'signed-out');

  await screen.withApiKey.click();
  await expect(screen.apiKey).toBeVisible();
  await screen.saveApiKey.click();
  await expect(window.getByRole('alert')).toContainText('API key');
  await inspectAppearance(app, 'api-key-form');
  await screen.cancel.click();

  await screen.withChatgpt.click();
  await expect(screen.signInLink).toBeVisible();
  await inspectAppearance(app, 'waiting-for-browser');
  await deny(await desktop.openedPage());
  await expect(screen.heading('Sign-in declined')).toBeVisible();
  await inspectAppearance(app, 'sign-in-failed');
  await screen.button('Back').click();

  await screen.withDeviceCode.click();
  await expect(screen.heading('Enter this code on the sign-in page')).toBeVisible();
  await inspectAppearance(app, 'waiting-for-device');
});

test('a sign-in is started and cancelled with the keyboard alone', async ({ window }) => {
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeVisible();
  const { keyboard } = window;
  for (const control of [
    screen.toAccount,
    screen.toPolicy,
    screen.toActivity,
    screen.toDiagnostics,
    screen.toSettings,
    screen.withChatgpt,
  ]) {
    await keyboard.press('Tab');
    await expect(control).toBeFocused();
  }
  await expect(screen.withChatgpt).toHaveCSS('outline-style', 'solid');
  await keyboard.press('Enter');

  // The new view announces itself by its heading.
  await expect(screen.heading('Continue in your browser')).toBeFocused();
  await keyboard.press('Tab');
  await expect(screen.signInLink).toBeFocused();
  for (const control of [
    screen.button('Copy link'),
    screen.button('Open in browser again'),
    window.locator('summary', { hasText: 'on another computer' }),
    window.locator('summary', { hasText: 'Details' }),
    screen.cancel,
  ]) {
    await keyboard.press('Tab');
    await expect(control).toBeFocused();
  }
  await keyboard.press('Space');
  await expect(screen.withChatgpt).toBeVisible();
  await keyboard.press('Tab');
  await expect(screen.withChatgpt).toBeFocused();
});
