import { chmod } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('keys lead to the sections, to the search, to help and back, and the title says where', async ({
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { window, screen } = app;
  const { keyboard } = window;
  const title = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await expect.poll(title).toBe('Signed in - Gatehouse');
  for (const [key, heading] of [
    ['2', 'Policy'],
    ['3', 'Activity'],
    ['4', 'Diagnostics'],
    ['5', 'Settings'],
  ] as const) {
    await keyboard.press(`Control+${key}`);
    await expect(screen.heading(heading)).toBeFocused();
    await expect.poll(title).toBe(`Signed in - ${heading} - Gatehouse`);
  }
  await keyboard.press('Control+2');
  await keyboard.press('Control+f');
  await expect(window.getByRole('searchbox')).toBeFocused();
  await keyboard.press('Control+1');
  await expect(screen.account).toBeVisible();

  await keyboard.press('F1');
  const help = window.getByRole('dialog', { name: 'Gatehouse help' });
  await expect(help).toContainText('stays on this computer');
  await inspectAppearance(app, 'help');
  // Nothing behind a dialog is reached.
  await keyboard.press('Control+2');
  await keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(screen.account).toBeVisible();
});

test('F5 runs the checks again @long', async ({ launchSignedIn }) => {
  const { window, screen } = await launchSignedIn(ada);
  await screen.toDiagnostics.click();
  const checked = window.getByRole('region', { name: 'Summary' }).locator('time');
  const first = await checked.getAttribute('datetime');
  await window.keyboard.press('F5');
  await expect(checked).not.toHaveAttribute('datetime', first ?? '');
});

test('a sign-in that waits is seen from every section, and Escape ends it', async ({
  app,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withDeviceCode.click();
  const code = window.getByTestId('device-code').first();
  await expect(code).toBeVisible();
  const strip = window.getByTestId('sign-in-strip');
  for (const to of [screen.toPolicy, screen.toActivity, screen.toDiagnostics, screen.toSettings]) {
    await to.click();
    await expect(strip).toContainText(/Enter \S+-\S+ on the sign-in page/);
  }
  await inspectAppearance(app, 'settings-while-waiting');
  await window.getByRole('button', { name: 'Show sign-in' }).press('Enter');
  await expect(strip).toBeHidden();
  await expect(code).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(screen.withChatgpt).toBeVisible();
});

test('who reads another section while a sign-in ends stays there, and is told', async ({
  desktop,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const opened = await desktop.openedPage();
  await screen.toSettings.click();
  await signInWith(opened, ada.email);
  await expect(window.getByTestId('toast')).toContainText('You\u2019re signed in.');
  await expect(screen.heading('Settings')).toBeVisible();
  await screen.toAccount.click();
  await expect(screen.account).toContainText(ada.email);
});

test('a refresh is confirmed, and moves nothing on the page', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const { window } = await launchApp();
  const screen = screenOf(window);
  const before = await screen.refresh.boundingBox();
  await screen.refresh.click();
  await expect(window.getByTestId('toast')).toContainText('Session refreshed.');
  expect(await screen.refresh.boundingBox()).toEqual(before);
});

test('a warning can be put away for as long as it is about the same, and is about the account', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o644);
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(screen.notices).toContainText('Others can read your sign-in');
  await screen.toPolicy.click();
  await expect(screen.notices).toBeHidden();
  await expect(screen.toAccount).toHaveAccessibleDescription('There is something to see.');
  await screen.toAccount.click();
  await screen.button('Dismiss: Others can read your sign-in').press('Enter');
  await expect(screen.notices).toBeHidden();
  await expect(screen.storage).toContainText('others can read it');
});

test('a rule about workspaces is told before the sign-in, with a way to it', async ({
  home,
  launchApp,
}) => {
  await home.configure(`forced_chatgpt_workspace_id = "${ada.workspaceId}"`);
  const app = await launchApp();
  const screen = screenOf(app.window);
  const rule = app.window.getByTestId('workspace-rule');
  await expect(rule).toContainText(`This device only allows workspace ${ada.workspaceId}.`);
  await inspectAppearance(app, 'signed-out-workspace-rule');
  await rule.getByRole('button', { name: 'Show the rule' }).press('Enter');
  await expect(screen.heading('Policy')).toBeVisible();
  await expect(
    app.window.getByRole('button', { name: /forced_chatgpt_workspace_id/ }),
  ).toBeFocused();
});
