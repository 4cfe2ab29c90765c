import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { besideCodex, codexFolder } from '../fixtures/installed-codex.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test.skip(!canHaveMachineFiles(), 'an installed Codex CLI needs a mount namespace');

const forced = 'forced_chatgpt_workspace_id = "ws-other"\n';
/** The real Codex CLI, where the app finds it. */
const withCodex = (env: Readonly<Record<string, string>>, pathOf: string) => ({
  env: { ...env, PATH: `${codexFolder}:${pathOf}` },
  within: (command: readonly string[]) => besideCodex(command),
});

test('a removal that Codex would not make now is withheld, with the line that stops Codex, until it is corrected', async ({
  desktop,
  home,
  issuer,
  launchApp,
  trayHost,
}) => {
  test.slow();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const before = await readFile(home.authFile, 'utf8');
  await home.configure(`${forced}model = 5\n`);
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? ''));
  const { window } = app;
  const screen = screenOf(window);
  const config = path.join(home.folder, 'config.toml');
  await expect(screen.notices).toContainText('A login rule does not allow this sign-in');
  await expect(screen.notices).toContainText(
    `Codex does not start until ${config}, line 2, column 9 is corrected`,
  );
  await expect(screen.notices).toContainText('it removes the sign-in at its next start');
  await expect(screen.removal).toBeHidden();
  await expect(screen.account).toContainText('Not allowed by the login rules');
  await expect(screen.refresh).toBeDisabled();
  await inspectAppearance(app, 'removal-withheld');
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect.poll(labels).toContain('Blocked by a login rule');
  await expect.poll(labels).not.toContain('Refresh now');
  expect(await readFile(home.authFile, 'utf8')).toBe(before);

  await screen.toPolicy.click();
  const summary = window.getByRole('region', { name: 'Summary' });
  await expect(summary.getByRole('heading')).not.toHaveText('Compliant');
  await inspectAppearance(app, 'removal-withheld-policy');
  await screen.toActivity.click();
  await expect(screen.activityRows).toContainText([/the sign-in is kept/]);

  // Now Codex starts, and would remove it: so it is announced; and then the rule is withdrawn.
  await home.configure(`${forced}model = "o"\n`);
  await expect(screen.removal).toBeVisible();
  await home.configure('model = "o"\n');
  await expect(screen.removal).toBeHidden();
  await screen.toAccount.click();
  await expect(screen.account).toContainText('Signed in');
  await expect(screen.notices).toBeHidden();
  await expect.poll(labels).not.toContain('Blocked by a login rule');
  expect(await readFile(home.authFile, 'utf8')).toBe(before);
  expect(told(await activityIn(desktop.dataFolder))).toEqual([
    'policy sign-out withheld',
    'policy sign-out announced',
    'policy sign-out withdrawn',
  ]);
});

test('a credential of the environment, which Codex uses instead, saves the sign-in and is named @long', async ({
  home,
  issuer,
  launchApp,
  trayHost,
}) => {
  test.slow();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const before = await readFile(home.authFile, 'utf8');
  await home.configure(forced);
  const CODEX_ACCESS_TOKEN = 'at-of-somebody-else';
  const app = await launchApp({ env: { ...trayHost.env, CODEX_ACCESS_TOKEN } });
  const { window } = app;
  const screen = screenOf(window);
  await expect(screen.notices).toContainText('CODEX_ACCESS_TOKEN');
  await expect(screen.removal).toBeHidden();
  expect(await window.content()).not.toContain(CODEX_ACCESS_TOKEN);
  await inspectAppearance(app, 'removal-withheld-environment');
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect.poll(labels).toContain('Blocked by a login rule');
  await screen.toPolicy.click();
  const accounts = window.getByRole('table', { name: 'Accounts and rules' });
  await expect(accounts).toContainText('CODEX_ACCESS_TOKEN');
  await inspectAppearance(app, 'removal-withheld-environment-policy');
  await home.configure('model = "o"\n');
  await expect(screen.notices).toBeHidden();
  await screen.toAccount.click();
  expect(await readFile(home.authFile, 'utf8')).toBe(before);
});
