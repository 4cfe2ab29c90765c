import { ada } from '../../electron/testing/issuer/accounts.ts';
import { signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { signInByBrowser } from '../fixtures/browser-sign-in.ts';
import { chooseMenuItem } from '../fixtures/menu.ts';
import { screenOf } from '../fixtures/screen.ts';

test('keeps the account over a restart', async ({ app, desktop, issuer, launchApp, window }) => {
  const screen = screenOf(window);
  await signInByBrowser(screen, desktop, ada);
  await chooseMenuItem(app.electron, 'quit');
  expect(await app.exitCode()).toBe(0);

  const asked = issuer.requests.length;
  const again = screenOf((await launchApp()).window);
  await expect(again.account).toContainText(ada.email);
  expect(issuer.requests).toHaveLength(asked);
});

test('a second launch shows the window of the first, and ends well', async ({
  app,
  launchAgain,
  window,
}) => {
  await expect(screenOf(window).withChatgpt).toBeVisible();
  const isVisible = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((shown) => shown.isVisible()),
    );
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await expect.poll(isVisible).toEqual([false]);
  expect((await launchAgain()).exitCode).toBe(0);
  await expect.poll(isVisible).toEqual([true]);
});

test('ends with its window where no tray could bring it back, and cancels its sign-in @long', async ({
  app,
  desktop,
  window,
}) => {
  await screenOf(window).withChatgpt.click();
  await desktop.openedPage();
  await window.close();
  expect(await app.exitCode()).toBe(0);
  expect(await desktop.log()).toContain('"sign-in.cancelled"');
});

test.describe('on a desktop with a tray', () => {
  test('goes on without its window: the tray signs in, opens the window, signs out and quits', async ({
    desktop,
    launchApp,
    trayHost,
  }) => {
    const app = await launchApp({ env: trayHost.env });
    await expect(screenOf(app.window).withChatgpt).toBeVisible();
    await expect.poll(() => labels(trayHost)).toContain('Signed out');
    await app.window.close();

    await trayHost.click('Sign in with ChatGPT');
    await expect.poll(() => labels(trayHost)).toContain('Waiting for your browser');
    await signInWith(await desktop.openedPage(), ada.email);
    await expect.poll(() => labels(trayHost)).toContain(`${ada.email} - Pro`);
    expect(app.electron.windows()).toEqual([]);

    const opened = app.electron.waitForEvent('window');
    await trayHost.click('Open Gatehouse');
    const screen = screenOf(await opened);
    await expect(screen.account).toContainText(ada.email);
    await trayHost.click('Sign out…');
    await screen.signOutIsMeant.click();
    await expect(screen.withChatgpt).toBeVisible();

    await trayHost.click('Quit Gatehouse');
    expect(await app.exitCode()).toBe(0);
  });

  test('opens the window anew where the menu leads @long', async ({ launchApp, trayHost }) => {
    const app = await launchApp({ env: trayHost.env });
    await expect(screenOf(app.window).withChatgpt).toBeVisible();
    await expect.poll(() => labels(trayHost)).toContain('Policy…');
    await app.window.close();
    const opened = app.electron.waitForEvent('window');
    await trayHost.click('Policy…');
    await expect(screenOf(await opened).heading('Policy')).toBeVisible();
  });

  test('a second launch opens the window again @long', async ({
    launchAgain,
    launchSignedIn,
    trayHost,
  }) => {
    const app = await launchSignedIn(ada, { env: trayHost.env });
    await expect.poll(() => labels(trayHost)).not.toEqual([]);
    await app.window.close();
    const opened = app.electron.waitForEvent('window');
    expect((await launchAgain()).exitCode).toBe(0);
    await expect(screenOf(await opened).account).toContainText(ada.email);
  });
});

async function labels(trayHost: { menu(): Promise<{ label: string }[]> }): Promise<string[]> {
  return (await trayHost.menu()).map(({ label }) => label);
}
