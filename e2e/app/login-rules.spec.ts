import { readFile } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('shows forbidden methods, switched off, with the rule that forbids them', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  await home.configure('forced_login_method = "api"');
  const { window } = await launchApp();
  const screen = screenOf(window);
  for (const method of [screen.withChatgpt, screen.withDeviceCode]) {
    await expect(method).toBeDisabled();
    await expect(method).toHaveAccessibleDescription(
      `ChatGPT login is disabled. Use API key login instead. (Set in ${home.folder}/config.toml.)`,
    );
  }
  await expect(screen.withApiKey).toBeEnabled();
  // Off, yet within reach of the keyboard; and then still off.
  await screen.withChatgpt.focus();
  await window.keyboard.press('Enter');
  await expect(screen.withChatgpt).toBeVisible();
  expect(await desktop.openedPages()).toEqual([]);
  expect(issuer.requests).toEqual([]);
});

test('forbids the API key where ChatGPT is forced @long', async ({ home, launchApp }) => {
  await home.configure('forced_login_method = "chatgpt"');
  const screen = screenOf((await launchApp()).window);
  await expect(screen.withApiKey).toBeDisabled();
  await expect(screen.withApiKey).toHaveAccessibleDescription(
    /^API key login is disabled\. Use ChatGPT login instead\./,
  );
  await expect(screen.withChatgpt).toBeEnabled();
});

test('signs out at start what a rule forbids, and has the words of Codex for who knows them', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure('forced_chatgpt_workspace_id = ["ws-a", "ws-b"]');
  const screen = screenOf((await launchApp()).window);
  await screen.button('Sign out now').click();
  await expect(screen.notices).toContainText('A login rule signed you out');
  await expect(screen.notices).toContainText(
    `This device only allows these workspaces: ws-a, ws-b. You were signed in to workspace ${ada.workspaceId}. The rule forced_chatgpt_workspace_id is set in `,
  );
  await screen.notices.getByText('Details', { exact: true }).click();
  await expect(screen.notices).toContainText(
    `Login is restricted to workspace(s) ws-a, ws-b, but current credentials belong to ${ada.workspaceId}. Logging out.`,
  );
  await expect(screen.withChatgpt).toBeVisible();
  expect(await filesIn(home.folder)).not.toContain('auth.json');
  // On this device only: a rule of this machine is no reason to end the sign-in elsewhere.
  expect(issuer.requests).toEqual([]);
});

test('lets nobody in, and removes nothing, while the rules cannot be read @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const before = await readFile(home.authFile, 'utf8');
  await home.configure('forced_login_method = "nope"');
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(window.getByText('The login rules could not be read')).toBeVisible();
  await expect(
    window.getByText(/config\.toml cannot be used \(forced_login_method/).first(),
  ).toBeVisible();
  // What cannot be judged is kept and not used.
  await expect(screen.heading('The stored sign-in is not used now')).toBeVisible();
  await expect(window.getByRole('main')).not.toContainText(ada.email);
  await expect(screen.signOutHere).toBeEnabled();
  await expect(screen.withChatgpt).toBeHidden();
  await expect(screen.withApiKey).toBeHidden();
  expect(await readFile(home.authFile, 'utf8')).toBe(before);
  expect(issuer.requests).toEqual([]);
});

test.describe('with CODEX_API_KEY in the environment', () => {
  const env = { CODEX_API_KEY: 'sk-from-the-environment' };

  test('shows what is stored, and who uses that key @long', async ({ home, issuer, launchApp }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { window } = await launchApp({ env });
    const screen = screenOf(window);
    await expect(screen.account).toContainText(ada.email);
    await expect(window.getByRole('main')).toContainText('codex exec uses CODEX_API_KEY');
    await expect(screen.signOutHere).toBeEnabled();
    expect(await window.content()).not.toContain(env.CODEX_API_KEY);
  });

  test('names it as the culprit where a rule forbids keys, and keeps what is stored @long', async ({
    home,
    issuer,
    launchApp,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure('forced_login_method = "chatgpt"');
    const screen = screenOf((await launchApp({ env })).window);
    await expect(screen.notices).toContainText('A key from the environment breaks a login rule');
    await expect(screen.notices).toContainText('Unset CODEX_API_KEY.');
    await expect(screen.account).toContainText('Not allowed by the login rules');
    expect(await home.readAuth()).toEqual(record);
  });
});
