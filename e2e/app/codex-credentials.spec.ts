import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('window and tray say that a token of the environment is used in place of what is stored', async ({
  home,
  issuer,
  launchApp,
  trayHost,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const env = { ...trayHost.env, CODEX_ACCESS_TOKEN: 'at-from-the-environment' };
  const app = await launchApp({ env });
  const { window } = app;
  const screen = screenOf(window);
  const main = window.getByRole('main');
  await expect(screen.account).toContainText(ada.email);
  await expect(screen.account).toContainText('Stored, not used');
  await expect(main).toContainText('unset CODEX_ACCESS_TOKEN and start Gatehouse again');
  await expect(main).toContainText('A Codex started elsewhere may have other credentials.');
  await inspectAppearance(app, 'credential-of-environment');
  // A single one would become a mnemonic.
  const labels = async () =>
    (await trayHost.menu()).map(({ label }) => label.replaceAll('__', '_'));
  await expect.poll(labels).toContain('Codex uses CODEX_ACCESS_TOKEN');
  expect(await window.content()).not.toContain(env.CODEX_ACCESS_TOKEN);
});

test('the window follows the file .env of Codex @long', async ({ home, issuer, launchApp }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const app = await launchApp();
  const main = app.window.getByRole('main');
  const dotenv = (text: string) => writeFile(path.join(home.folder, '.env'), text);
  await dotenv('OPENAI_FEDERATION_RULE_ID=rule\n');
  await expect(main).toContainText('Codex does not start');
  await expect(main).toContainText('Workload identity requires OPENAI_IDENTITY_TOKEN_FILE.');
  await inspectAppearance(app, 'credential-that-stops');
  await dotenv('OPENAI_FEDERATION_RULE_ID=rule\nOPENAI_IDENTITY_TOKEN_FILE=/token\n');
  await expect(main).toContainText('workload identity, from .env of the Codex home');
  await dotenv('');
  await expect(main).not.toContainText('workload identity');
});

test('the sign-in page says that Codex has a key all the same @long', async ({ launchApp }) => {
  const app = await launchApp({ env: { CODEX_API_KEY: 'sk-from-the-environment' } });
  const main = app.window.getByRole('main');
  await expect(main).toContainText('codex exec uses CODEX_API_KEY');
  await expect(main).toContainText('are not signed in');
  await inspectAppearance(app, 'credential-of-environment-alone');
});
