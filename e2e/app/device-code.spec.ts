import { grace } from '../../electron/testing/issuer/accounts.ts';
import { approveDevice, denyDevice } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { screenOf } from '../fixtures/screen.ts';

test.describe('with a device code', () => {
  test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

  test('shows the code and a warning, and signs in once it is approved', async ({
    app,
    desktop,
    home,
    issuer,
    window,
  }) => {
    const screen = screenOf(window);
    await screen.withDeviceCode.click();
    await expect(screen.heading('Enter this code on the sign-in page')).toBeVisible();
    const page = `${issuer.origin}/codex/device`;
    await expect(window.getByText(page)).toBeVisible();
    await expect(window.getByText('Scammers ask for these codes.')).toBeVisible();
    // The code is for any device, so no browser is opened here unasked.
    expect(await desktop.openedPages()).toEqual([]);
    await screen.button('Open sign-in page').click();
    expect(await desktop.openedPage()).toBe(page);

    await approveDevice(page, await copiedCode(app), grace.email);
    await expect(screen.account).toContainText(grace.email);
    await expect(screen.account).toContainText('Team');
    expect((await home.readAuth())['OPENAI_API_KEY']).toBeNull();
  });

  test('says that the person refused, and stores nothing @long', async ({
    app,
    home,
    issuer,
    window,
  }) => {
    const screen = screenOf(window);
    await screen.withDeviceCode.click();
    await denyDevice(`${issuer.origin}/codex/device`, await copiedCode(app));
    await expect(screen.heading('Sign-in declined')).toBeVisible();
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
  });
});

test.describe('where an administrator has device codes switched off', () => {
  test.use({ issuerOptions: { deviceCode: 'disabled' } });

  test('says so and what to do instead @long', async ({ window }) => {
    const screen = screenOf(window);
    await screen.withDeviceCode.click();
    await expect(screen.heading('Device codes are switched off')).toBeVisible();
    await expect(window.getByRole('alert')).toContainText('sign in with the browser');
    await screen.button('Back').click();
    await expect(screen.withChatgpt).toBeVisible();
  });
});

/** Takes the code from the window as a person would, and checks that it is the one on show. */
async function copiedCode({ electron, window }: RunningApp): Promise<string> {
  await screenOf(window).button('Copy code').click();
  await expect(window.getByText('The code is copied.')).toBeVisible();
  const code = await electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect(window.getByText(code, { exact: true })).toBeVisible();
  return code;
}
