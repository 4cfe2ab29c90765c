import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada, katherine } from '../../electron/testing/issuer/accounts.ts';
import { signInThroughPages } from '../../electron/testing/issuer/oidc-provider-pages.ts';
import { startOidcProviderIssuer } from '../../electron/testing/issuer/oidc-provider-issuer.ts';
import { chooseAccount, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { runCodex } from '../fixtures/programs.ts';
import { screenOf } from '../fixtures/screen.ts';

test('signs in by the browser, shows the account, and signs out on this device', async ({
  desktop,
  home,
  issuer,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const opened = await desktop.openedPage();
  // What every user of the machine can read in the list of processes.
  expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:1455\/[\w-]{22}$/);
  await expect(screen.signInLink).toHaveValue(/^http.*\/oauth\/authorize\?.*state=/);
  await expect(screen.signInLink).not.toBeEditable();
  const page = await signInWith(opened, ada.email);
  expect(page).toMatchObject({ status: 200, url: 'http://127.0.0.1:1455/success' });

  await expect(screen.account).toContainText(ada.email);
  await expect(screen.account).toContainText('Pro');
  await expect(screen.account).toContainText(ada.workspaceId);
  await expect(screen.account).toContainText('Session valid until');
  expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
  expect((await runCodex(['login', 'status'], home)).stderr).toContain('Logged in using ChatGPT');

  await screen.signOutHere.click();
  await screen.signOutIsMeant.click();
  await expect(screen.withChatgpt).toBeVisible();
  expect(await filesIn(home.folder)).not.toContain('auth.json');
  expect((await runCodex(['login', 'status'], home)).stderr).toContain('Not logged in');
  expect(issuer.requests.filter(({ endpoint }) => endpoint === 'revoke')).toEqual([]);
});

test('takes the address that a browser on another computer came to, pasted into the window', async ({
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const link = await screen.signInLink.inputValue();
  const { keyboard } = window;
  await window.locator('summary', { hasText: 'on another computer' }).press('Enter');
  await keyboard.press('Tab');
  const field = window.getByLabel('Address of that page');
  await expect(field).toBeFocused();

  await field.fill(link);
  await keyboard.press('Enter');
  await expect(window.getByRole('alert')).toContainText('It starts with http://127.0.0.1:1455/');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');

  await field.fill((await chooseAccount(link, ada.email)).href);
  await keyboard.press('Enter');
  await expect(screen.account).toContainText(ada.email);
  expect(await home.readAuth()).toMatchObject({ tokens: { account_id: ada.workspaceId } });
});

test('a person signs in on the pages of a real browser', async ({ desktop, visit, window }) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const page = await visit(await desktop.openedPage());
  await page.getByRole('button', { name: katherine.name }).click();
  await expect(page.getByRole('heading', { name: 'Signed in to Codex' })).toBeVisible();
  expect(page.url()).toBe('http://127.0.0.1:1455/success');
  await expect(screen.account).toContainText(katherine.email);
  // A plan that nobody has heard of is shown as it stands.
  await expect(screen.account).toContainText(katherine.plan);
});

test('calls the browser that BROWSER names, and no other one @long', async ({
  desktop,
  launchApp,
}) => {
  const browser = path.join(desktop.folder, 'browser of mine');
  const calls = path.join(desktop.folder, 'calls');
  await writeFile(browser, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${calls}'\n`);
  await chmod(browser, 0o755);
  const link = path.join(desktop.folder, 'bin/my-browser');
  await symlink(browser, link);
  const BROWSER = 'not-there:my-browser --new-window %s';
  const { window } = await launchApp({ env: { BROWSER } });
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  await expect(screen.heading('Continue in your browser')).toBeVisible();
  const called = async () => (await readFile(calls, 'utf8')).trim().split('\n');
  const [option, page = ''] = await called();
  expect(option).toBe('--new-window');
  expect(await desktop.openedPages()).toEqual([]);
  await signInWith(page, ada.email);
  await expect(screen.account).toContainText(ada.email);
});

test('signs in at an independent OpenID server', async ({ desktop, home, launchApp }) => {
  const independent = await startOidcProviderIssuer();
  try {
    const { window } = await launchApp({ env: { GATEHOUSE_ISSUER: independent.origin } });
    const screen = screenOf(window);
    await expect(window.getByText(`Sign-in service: ${independent.origin}`)).toBeVisible();
    await screen.withChatgpt.click();
    await signInThroughPages(await desktop.openedPage(), ada.email);
    await expect(screen.account).toContainText(ada.email);
    await expect(screen.account).toContainText(ada.workspaceId);
    expect(await home.readAuth()).toMatchObject({
      auth_mode: 'chatgpt',
      tokens: { account_id: ada.workspaceId },
    });
  } finally {
    await independent.close();
  }
});

test('copies the link, and opens it in the browser again @long', async ({
  app,
  desktop,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const opened = await desktop.openedPage();
  await screen.button('Copy link').click();
  await expect(window.getByText('The sign-in link is copied.')).toBeVisible();
  const link = await screen.signInLink.inputValue();
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link);
  await screen.button('Open in browser again').click();
  const again = await desktop.openedPage(2);
  expect(again).not.toBe(opened);
  // Each of them leads to the page of the link, once.
  for (const address of [opened, again]) {
    const answer = await fetch(address, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, link]);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(410);
  }
});
