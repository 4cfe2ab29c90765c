import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import type { Home } from '../fixtures/command-line.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { runCodex, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';
import { startSecretService } from '../fixtures/secret-service.ts';
import { recordItem, setting } from '../fixtures/stores.ts';

/** From what happened on disk to what the window shows. */
const soon = { timeout: 1_000 };

/** Watches for a sentence from now on; resolves with whether it was there at any moment. */
async function watchFor(window: Page, sentence: RegExp): Promise<() => Promise<boolean>> {
  await window.evaluate((source) => {
    const pattern = new RegExp(source);
    const look = (): void => {
      if (pattern.test(document.body.innerText)) document.body.dataset['seen'] = 'yes';
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    look();
  }, sentence.source);
  return () => window.evaluate(() => document.body.dataset['seen'] === 'yes');
}

const anyProblem = /cannot be used|could not be read|Sign in with ChatGPT/;

test('follows the Codex CLI as it signs in and out', async ({ home, window }) => {
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeVisible();
  const stdin = 'sk-from-cli-0123456789abcdef';
  const login = await runCodex(['login', '--with-api-key'], { ...home, stdin });
  expect(login.exitCode).toBe(0);
  await expect(screen.account).toContainText('Signed in with an API key', soon);
  expect((await runCodex(['logout'], home)).exitCode).toBe(0);
  await expect(screen.withChatgpt).toBeVisible(soon);
});

test.describe('a sign-in that Codex has removed', () => {
  const noticed = { timeout: 5_000 };

  /** `codex exec`, which gets no further than this machine. */
  const exec = ({ folder, env }: Home, issuer: string, more: Record<string, string> = {}) =>
    runCodex(
      [
        ...['exec', '--skip-git-repo-check', '-C', folder],
        ...['-c', `openai_base_url="${issuer}"`, '-c', `chatgpt_base_url="${issuer}"`],
        'Say nothing.',
      ],
      { env: { ...env, ...more } },
    );

  test('is explained by the rule, and by the credential that Codex was started with', async ({
    desktop,
    home,
    issuer,
    launchSignedIn,
  }) => {
    await home.configure('forced_login_method = "chatgpt"\n');
    const app = await launchSignedIn(ada);
    const { screen } = app;
    await exec(home, issuer.origin, { CODEX_API_KEY: 'sk-test-environment' });
    await expect(screen.notices).toContainText('Another program signed you out', noticed);
    await expect(screen.notices).toContainText(
      `another credential that breaks the rule forced_login_method (${home.folder}/config.toml, line 1, column 1)`,
    );
    await inspectAppearance(app, 'signed-out-elsewhere');
    expect((await activityIn(desktop.dataFolder)).at(-1)).toMatchObject({
      ...{ actor: 'other-program', action: 'sign-out', detail: 'start' },
      place: 'userConfig:1:1',
    });
  });

  test('is explained by the rule that it broke, also while its removal is announced @long', async ({
    home,
    issuer,
    launchApp,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('forced_chatgpt_workspace_id = "ws-other"\n');
    const { window } = await launchApp();
    const screen = screenOf(window);
    await expect(screen.removal).toBeVisible();
    await exec(home, issuer.origin);
    await expect(screen.removal).toBeHidden(noticed);
    await expect(screen.notices).toContainText('Codex has most likely done it', noticed);
    await screen.toActivity.click();
    await expect(screen.activityRows.first()).toContainText(
      "The rule about workspaces forbids it (set in the user's config.toml, line 1, column 1)",
    );
  });

  test('is told to be of another program, and nothing is told of one that a command removed @long', async ({
    desktop,
    home,
    issuer,
    launchSignedIn,
  }) => {
    const { screen } = await launchSignedIn(ada);
    const env = { ...home.env, GATEHOUSE_DATA: desktop.dataFolder };
    expect((await runGatehouse(['logout'], { env })).exitCode).toBe(0);
    await expect(screen.withChatgpt).toBeVisible(noticed);
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await expect(screen.account).toContainText(ada.email, noticed);
    await expect(screen.notices).not.toContainText('Another program');
    expect((await runCodex(['logout'], home)).exitCode).toBe(0);
    await expect(screen.notices).toContainText(
      'No rule that Gatehouse looks at demands it.',
      noticed,
    );
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await expect(screen.notices).not.toContainText('Another program', noticed);
  });
});

test('shows the account of a record that replaced another one, and asks nobody @long', async ({
  home,
  issuer,
  launchSignedIn,
}) => {
  const { window, screen } = await launchSignedIn(ada);
  const hasProblem = await watchFor(window, anyProblem);
  for (const person of [grace, ada, grace]) {
    const next = `${home.authFile}.next`;
    await writeFile(next, JSON.stringify(await chatgptRecord(issuer, person)));
    await rename(next, home.authFile);
    await expect(screen.account).toContainText(person.email, soon);
  }
  expect(await hasProblem()).toBe(false);
  expect(issuer.requests).toEqual([]);
});

test('never shows a problem for a record that is being written @long', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
}) => {
  const { window, screen } = await launchSignedIn(ada);
  const hasProblem = await watchFor(window, anyProblem);

  const record = JSON.stringify(await chatgptRecord(issuer, grace));
  await home.writeAuth(record.slice(0, 300));
  // Gatehouse has seen the half record, and waits for the rest.
  await expect.poll(() => desktop.log(), { intervals: [20] }).toContain('store-read-again');
  await appendFile(home.authFile, record.slice(300));
  await expect(screen.account).toContainText(grace.email, soon);
  expect(await hasProblem()).toBe(false);
  expect(await readFile(home.authFile, 'utf8')).toBe(record);
});

test('says so where a record stays damaged, and takes up what puts it right @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  const record = JSON.stringify(await chatgptRecord(issuer, ada));
  await home.writeAuth(record);
  const screen = screenOf((await launchApp()).window);
  await expect(screen.account).toContainText(ada.email);
  await home.writeAuth(record.slice(0, 300));
  await expect(screen.heading('The stored sign-in cannot be used')).toBeVisible();
  await home.writeAuth(record);
  await expect(screen.account).toContainText(ada.email, soon);
});

test('offers the methods that config.toml allows now, and enforces its rules @long', async ({
  home,
  issuer,
  window,
}) => {
  const screen = screenOf(window);
  await expect(screen.withChatgpt).toBeEnabled();
  await home.configure('forced_login_method = "api"');
  await expect(screen.withChatgpt).toBeDisabled(soon);
  await home.configure('forced_login_method = "chatgpt"');
  await expect(screen.withApiKey).toBeDisabled(soon);
  await expect(screen.withChatgpt).toBeEnabled();

  await home.writeAuth(await chatgptRecord(issuer, ada));
  await expect(screen.account).toContainText(ada.email, soon);
  await home.configure('forced_login_method = "api"');
  await expect(screen.removal).toBeVisible(soon);
  await screen.button('Sign out now').click();
  await expect(screen.notices).toContainText('A login rule signed you out', soon);
  await expect(screen.withApiKey).toBeEnabled();
});

test('looks into the keyring, which tells nobody, when its window gets the focus @long', async ({
  home,
  launchApp,
}) => {
  const secretService = await startSecretService();
  try {
    await home.configure(setting('keyring'));
    const { electron, window } = await launchApp({ env: secretService.env });
    const screen = screenOf(window);
    const withKeyring = { env: { ...home.env, ...secretService.env } };
    const focus = () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('focus'));
    await expect(screen.withChatgpt).toBeVisible();

    const stdin = 'sk-from-cli-0123456789abcdef';
    const login = await runCodex(['login', '--with-api-key'], { ...withKeyring, stdin });
    expect(login.exitCode).toBe(0);
    await expect(screen.withChatgpt).toBeVisible();
    await focus();
    await expect(screen.account).toContainText('Signed in with an API key', soon);

    expect((await runCodex(['logout'], withKeyring)).exitCode).toBe(0);
    await focus();
    await expect(screen.withChatgpt).toBeVisible(soon);
  } finally {
    await secretService.stop();
  }
});

test('follows a gatehouse command into the keyring at once, and has it in the activity once @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  const secretService = await startSecretService();
  try {
    await home.configure(setting('keyring'));
    await secretService.store(
      await recordItem(home),
      JSON.stringify(await chatgptRecord(issuer, ada)),
    );
    const screen = screenOf((await launchApp({ env: secretService.env })).window);
    const env = { ...home.env, ...secretService.env, GATEHOUSE_DATA: desktop.dataFolder };
    await expect(screen.account).toContainText(ada.email);

    expect((await runGatehouse(['refresh', '--force'], { env })).exitCode).toBe(0);
    await expect
      .poll(() => activityIn(desktop.dataFolder).then(told))
      .toEqual(['command-line refresh done', 'other-program refresh done']);
    expect((await runGatehouse(['logout'], { env })).exitCode).toBe(0);
    await expect(screen.withChatgpt).toBeVisible(soon);

    await screen.toActivity.click();
    await expect(screen.activityRows).toHaveCount(2);
    await expect(screen.activityRows).toContainText([
      /Signed out.*Command line/,
      /Token refreshed.*Command line/,
    ]);
  } finally {
    await secretService.stop();
  }
});
