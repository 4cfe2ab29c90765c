import { readFile, readdir } from 'node:fs/promises';

import { ada, alan, grace } from '../../electron/testing/issuer/accounts.ts';
import { deny, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('says that the sign-in was denied, or the workspace has no Codex, and stores nothing', async ({
  desktop,
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  const deniedPage = await deny(await desktop.openedPage(1));
  expect(deniedPage.html).toContain('Sign-in could not be completed');
  await expect(screen.heading('Sign-in declined')).toBeVisible();
  await expect(window.getByRole('alert')).toContainText('declined the sign-in.');

  await screen.button('Try again').click();
  const page = await signInWith(await desktop.openedPage(2), alan.email);
  expect(page.html).toContain('You do not have access to Codex');
  await expect(screen.heading('This workspace has no access to Codex')).toBeVisible();
  await expect(window.getByRole('alert')).toHaveText(
    'Codex is not enabled for your workspace. Contact your workspace administrator to request access to Codex.',
  );
  expect(await readdir(home.folder)).toEqual([]);

  await screen.button('Back').click();
  await expect(screen.withChatgpt).toBeVisible();
});

test.describe('where the issuer offers other workspaces all the same', () => {
  test.use({ issuerOptions: { ignoreWorkspaceRestriction: true } });

  test('stores nothing of a workspace that a rule forbids, and says who tried @long', async ({
    desktop,
    home,
    launchApp,
  }) => {
    await home.configure(`forced_chatgpt_workspace_id = "${grace.workspaceId}"`);
    const { window } = await launchApp();
    const screen = screenOf(window);
    await screen.withChatgpt.click();
    await expect(screen.signInLink).toHaveValue(/^http/);
    const link = await screen.signInLink.inputValue();
    expect(new URL(link).searchParams.get('allowed_workspace_id')).toBe(grace.workspaceId);
    await signInWith(await desktop.openedPage(), ada.email);
    await expect(screen.heading('Wrong workspace')).toBeVisible();
    await expect(window.getByRole('alert')).toContainText(
      `You signed in as ${ada.email} in workspace ${ada.workspaceId}. This device only allows workspace ${grace.workspaceId}.`,
    );
    await window.getByText('Details', { exact: true }).click();
    await expect(
      window.getByText(`Login is restricted to workspace id(s) ${grace.workspaceId}.`),
    ).toBeVisible();
    expect(await readdir(home.folder)).toEqual(['config.toml']);
  });
});

test('leaves the old sign-in byte for byte while a new one is cancelled and denied @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, grace));
  const before = await readFile(home.authFile, 'utf8');
  const { window } = await launchApp();
  const screen = screenOf(window);
  await screen.button('Use another account').click();
  await screen.withChatgpt.click();
  await expect(
    window.getByText('You stay signed in until the new sign-in is complete.'),
  ).toBeVisible();
  await screen.cancel.click();
  await expect(screen.account).toContainText(grace.email);

  await screen.button('Use another account').click();
  await screen.withChatgpt.click();
  await deny(await desktop.openedPage(2));
  await expect(screen.heading('Sign-in declined')).toBeVisible();
  await screen.button('Back').click();
  await expect(screen.account).toContainText(grace.email);
  expect(await readFile(home.authFile, 'utf8')).toBe(before);
  expect(issuer.requests.filter(({ endpoint }) => endpoint === 'revoke')).toEqual([]);
});
