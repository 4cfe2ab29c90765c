import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import {
  askByTerminal,
  settingsFor,
  startBackgroundServer,
  startWork,
  withCodexOnPath,
  withoutServerAfterwards,
} from '../fixtures/background-server.ts';
import { besideCodex, codexWithHome } from '../fixtures/installed-codex.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { writeSavedAccounts } from '../fixtures/saved-accounts.ts';
import { screenOf } from '../fixtures/screen.ts';
import { withBackend, type Backend } from '../oracle/backend.ts';

/** The Codex programs that run, in window and tray. */

const test = withApp.extend<{ backend: Backend }>({
  backend: withBackend,
  home: withoutServerAfterwards,
});

test('window and tray say that the background server goes on after a switch, and restart it @long', async ({
  home,
  issuer,
  backend,
  launchApp,
  trayHost,
}) => {
  test.setTimeout(180_000);
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await writeSavedAccounts(path.join(home.settingsFolder, 'Gatehouse'), [
    { record: await chatgptRecord(issuer, grace) },
  ]);
  await startBackgroundServer(home);
  const app = await launchApp({
    within: besideCodex,
    env: { ...withCodexOnPath(home), ...trayHost.env },
  });
  const { window } = app;
  const screen = screenOf(window);
  const dialog = restartDialogIn(window);
  const main = window.getByRole('main');
  await expect(screen.account).toContainText(ada.email);
  const card = window.getByRole('region', { name: 'Running Codex programs' });
  await expect(card).toContainText('1 program is running with the stored account.');

  await main.getByRole('button', { name: 'Use now' }).click();
  await expect(dialog).toContainText(`still uses ${ada.email} until it is restarted.`);
  await expect(dialog).toContainText('Do not sign out inside of Codex until then');
  await expect(dialog).toContainText('Codex is not working on anything.');
  await expect(dialog.getByRole('button', { name: 'Restart now' })).toBeFocused();
  await inspectAppearance(app, 'codex-restart');
  await dialog.getByRole('button', { name: 'Later' }).click();
  await expect(dialog).toBeHidden();
  await expect(screen.account).toContainText(grace.email);
  await expect(screen.notices).toContainText(
    `The background server of Codex still uses ${ada.email} until it is restarted`,
  );
  await expect(screen.notices).toContainText(
    `that would sign out ${grace.email} on this device and revoke that sign-in.`,
  );
  await expect(card).toContainText('1 program is running, with another account.');
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect.poll(labels).toContain(`Codex still uses ${ada.email}`);
  await inspectAppearance(app, 'codex-outdated', screen.notices);

  await card.getByRole('button', { name: 'Running Codex programs' }).click();
  await expect(card.getByRole('listitem')).toContainText('Another account');
  await card.getByRole('button', { name: 'Look at its environment' }).click();
  await expect(card.getByRole('button', { name: 'Look again' })).toBeVisible();
  await inspectAppearance(app, 'codex-running', card);

  await screen.notices.getByRole('button', { name: 'Restart it…' }).click();
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await expect(dialog).toBeHidden();
  await expect(screen.notices).toContainText('The background server of Codex was restarted.');
  await expect(screen.notices).not.toContainText('still uses');
  await inspectAppearance(app, 'codex-restarted', screen.notices);
  await expect(card).toContainText('1 program is running with the stored account.');
  const token = (await runGatehouse(['token'], home)).stdout.trim();
  expect(await askByTerminal(home, backend)).toBe(`Bearer ${token}`);

  await card.getByRole('button', { name: 'Ask Codex' }).click();
  await expect(card).toContainText('Both say the same');
  await expect(card).toContainText('Codex 0.171.0 was asked.');
  await inspectAppearance(
    app,
    'codex-asked',
    card.getByRole('heading', { name: 'What Codex itself says' }),
  );
});

test('a sign-out and a sign-in ask about a restart that they call for, and what asks for none does not @long', async ({
  home,
  issuer,
  backend,
  launchApp,
}) => {
  test.setTimeout(180_000);
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await startBackgroundServer(home);
  const app = await launchApp({ within: besideCodex, env: withCodexOnPath(home) });
  const { window } = app;
  const screen = screenOf(window);
  const dialog = restartDialogIn(window);
  const later = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Later' }).click();
    await expect(dialog).toBeHidden();
  };
  const signOutCard = window.getByRole('region', { name: 'Sign out' });
  await expect(signOutCard).toContainText('which Gatehouse offers you afterwards');
  // The same account, with new tokens.
  await screen.refresh.click();
  await expect(screen.account).toContainText(ada.email);

  await signOutCard.getByRole('button', { name: 'Sign out on this device' }).click();
  await screen.signOutIsMeant.click();
  await expect(dialog).toContainText(`still uses ${ada.email} until it is restarted.`);
  await expect(dialog).not.toContainText('Do not sign out inside of Codex');
  await later();

  await screen.withApiKey.click();
  await screen.apiKey.fill('sk-test-0123456789abcdef');
  await screen.saveApiKey.click();
  await expect(dialog).toContainText('that would sign out an API key on this device.');
  await inspectAppearance(app, 'codex-restart-signed-in');
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(screen.notices).toContainText(`still uses ${ada.email}`);

  await screen.notices.getByRole('button', { name: 'Restart it…' }).click();
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await expect(screen.notices).toContainText('The background server of Codex was restarted.');
  await screen.toActivity.click();
  await expect(window.getByRole('main')).toContainText('Background server of Codex restarted');
});

test('a Codex that says something else is told first, with what to do @long', async ({
  home,
  issuer,
  backend,
  launchApp,
}) => {
  const settings = settingsFor(home, backend, `${backend.origin}/no`);
  await home.configure(settings);
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const other = path.join(home.settingsFolder, 'other-home');
  await mkdir(other);
  await writeFile(path.join(other, 'config.toml'), settings);
  await writeFile(
    path.join(other, 'auth.json'),
    JSON.stringify(await chatgptRecord(issuer, grace)),
  );
  const prepare = await codexWithHome(home.settingsFolder, other);
  const app = await launchApp({
    within: (command) => besideCodex(command, prepare),
    env: withCodexOnPath(home),
  });
  const card = app.window.getByRole('region', { name: 'Running Codex programs' });
  await card.getByRole('button', { name: 'Running Codex programs' }).click();
  await card.getByRole('button', { name: 'Ask Codex' }).click();
  const answer = card.getByTestId('running-answer');
  await expect(answer).toHaveText(/^They differ.*Codex has the last word.*help desk\.Account/s);
  const account = answer.getByRole('term').filter({ hasText: 'says' });
  await expect(account.first()).toHaveText('Codex says');
  await expect(answer).toContainText(`Codex says${grace.email}`);
  await expect(answer).toContainText(`Gatehouse says${ada.email}`);
  await inspectAppearance(app, 'codex-differs', answer);
});

test('a turn that is under way makes "Later" the first answer @long', async ({
  home,
  issuer,
  backend,
  launchApp,
}) => {
  test.setTimeout(180_000);
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const work = await startWork(home, backend);
  try {
    await runGatehouse(['logout'], home);
    const app = await launchApp();
    const screen = screenOf(app.window);
    const dialog = restartDialogIn(app.window);
    await screen.notices.getByRole('button', { name: 'Restart it…' }).click();
    await expect(dialog).toContainText('Codex is working on something at this moment.');
    await expect(dialog.getByRole('button', { name: 'Later' })).toBeFocused();
    await inspectAppearance(app, 'codex-restart-busy');
    await dialog.getByRole('button', { name: 'Later' }).click();
    await expect(screen.notices).toContainText('still uses');
  } finally {
    await work.end();
  }
});

function restartDialogIn(window: Page) {
  return window.getByRole('dialog', { name: 'Restart the background server of Codex?' });
}
