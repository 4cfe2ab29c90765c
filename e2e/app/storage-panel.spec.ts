import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { expect, test as base } from '../fixtures/app.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { withMachineFiles, type LaunchManaged } from '../fixtures/managed-app.ts';
import { runCodex } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { screenOf, type Screen } from '../fixtures/screen.ts';
import { withSecretService, type SecretService } from '../fixtures/secret-service.ts';
import { recordItem, setting } from '../fixtures/stores.ts';

interface Fixtures {
  secretService: SecretService;
  /** The app, the Codex CLI and the keyring on one session bus. */
  launchWithKeyring: () => Promise<RunningApp>;
  launchManaged: LaunchManaged;
  /** What the real Codex CLI says of the sign-in. */
  codexStatus: () => Promise<string>;
}

const test = base.extend<Fixtures>({
  secretService: withSecretService,
  launchWithKeyring: async ({ launchApp, secretService }, use) =>
    use(() => launchApp({ env: secretService.env })),
  launchManaged: withMachineFiles,
  codexStatus: async ({ home, secretService }, use) =>
    use(async () => {
      const env = { ...home.env, ...secretService.env };
      return (await runCodex(['login', 'status'], { env })).stderr;
    }),
});

const loggedIn = 'Logged in using ChatGPT';

/** Moves the sign-in, as the dialog that asks before it promises. */
async function move(screen: Screen, to: 'the keyring' | 'a file'): Promise<void> {
  const name = `Move to ${to}`;
  await screen.storage.getByRole('button', { name }).click();
  const dialog = screen.storage.getByRole('dialog', { name: `${name}?` });
  await expect(dialog).toContainText('verifies it, updates config.toml');
  await dialog.getByRole('button', { name }).click();
}

function fact(screen: Screen, name: string) {
  return screen.storage.getByText(name, { exact: true }).locator('xpath=following-sibling::dd');
}

test('a file that others can read is made private by the one button for it', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o644);
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(screen.storage).toContainText('Warning: Unencrypted file, others can read it');
  await screen.openStorage.click();
  await expect(fact(screen, 'Protection')).toContainText('other users of this computer');
  await expect(screen.button('Make private')).toHaveCount(1);
  expect((await stat(home.authFile)).mode & 0o777).toBe(0o644);

  await screen.button('Make private').click();
  await expect(screen.button('Make private')).toHaveCount(0);
  await expect(screen.storage).toContainText('Unencrypted file, only you can read it');
  await expect(fact(screen, 'Protection')).toContainText('only your user account');
  expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);
});

test('the sign-in moves into the keyring and back, and the real Codex CLI follows', async ({
  codexStatus,
  home,
  issuer,
  launchWithKeyring,
  secretService,
}) => {
  test.slow();
  const record = { ...(await chatgptRecord(issuer, ada)), from_the_future: [1, 2] };
  const configFile = path.join(home.folder, 'config.toml');
  const toml = '# mine\nmodel = "x"   # good\n';
  await home.writeAuth(record);
  await chmod(home.authFile, 0o600);
  await home.configure(toml);
  const { window } = await launchWithKeyring();
  const screen = screenOf(window);
  await expect(screen.account).toContainText(ada.email);
  await screen.openStorage.click();
  await expect(fact(screen, 'Location')).toHaveText(home.authFile);

  await move(screen, 'the keyring');
  await expect(screen.storage).toContainText('Keyring');
  await expect(fact(screen, 'Other copies')).toHaveText('None were found.');
  await expect(screen.button('Move to a file')).toBeFocused();
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
  expect(JSON.parse((await secretService.lookUp(await recordItem(home))) ?? '')).toEqual(record);
  expect(await readFile(configFile, 'utf8')).toBe(toml + setting('keyring'));
  expect(await codexStatus()).toContain(loggedIn);
  await expect(screen.account).toContainText(ada.email);

  await move(screen, 'a file');
  await expect(screen.storage).toContainText('Unencrypted file, only you can read it');
  expect(await home.readAuth()).toEqual(record);
  expect(await secretService.lookUp(await recordItem(home))).toBeNull();
  expect(await readFile(configFile, 'utf8')).toBe(toml + setting('file'));
  expect(await codexStatus()).toContain(loggedIn);
  await expect(screen.notices).toBeHidden();
});

test('a stale copy in the keyring is found and removed on the word of the person alone @long', async ({
  codexStatus,
  home,
  issuer,
  launchWithKeyring,
  secretService,
}) => {
  test.slow();
  const record = await chatgptRecord(issuer, ada);
  const stale = JSON.stringify(await chatgptRecord(issuer, grace));
  await home.writeAuth(record);
  await chmod(home.authFile, 0o600);
  await secretService.store(await recordItem(home), stale);
  const app = await launchWithKeyring();
  const screen = screenOf(app.window);
  await screen.openStorage.click();
  await expect(fact(screen, 'Other copies')).toContainText('Keyring not checked yet');

  await screen.button('Look for copies').click();
  await expect(screen.storage).toContainText('an unused copy');
  await expect(screen.openStorage).toBeFocused();
  await inspectAppearance(app, 'storage-with-copy');
  const remove = screen.storage
    .getByRole('list', { name: 'Unused copies' })
    .getByRole('button', { name: 'Remove this copy' })
    .first();
  const dialog = screen.storage.getByRole('dialog', { name: 'Remove this copy?' });
  await remove.click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await secretService.lookUp(await recordItem(home))).toBe(stale);

  await remove.click();
  await dialog.getByRole('button', { name: 'Remove this copy' }).click();
  await expect(fact(screen, 'Other copies')).toHaveText('None were found.');
  expect(await secretService.lookUp(await recordItem(home))).toBeNull();
  expect(await home.readAuth()).toEqual(record);
  expect(await codexStatus()).toContain(loggedIn);
});

test('a keyring that is locked or gone is not called free of copies, and a move says what to do @long', async ({
  home,
  issuer,
  launchWithKeyring,
  secretService,
}) => {
  test.slow();
  const record = await chatgptRecord(issuer, ada);
  await home.configure(setting('keyring'));
  await secretService.store(await recordItem(home), JSON.stringify(record));
  const { electron, window } = await launchWithKeyring();
  const screen = screenOf(window);
  await expect(screen.account).toContainText(ada.email);
  await secretService.crash();
  // Another view of the account comes with a panel of its own. The look of the start may still
  // be under way, and has then perhaps seen the keyring before.
  await expect(async () => {
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('focus'));
    const heading = screen.heading('No keyring is running');
    await expect(heading).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await screen.openStorage.click();
  await screen.button('Check again').click();
  await expect(fact(screen, 'Other copies')).toBeHidden();
  await expect(screen.button('Check again')).toBeVisible();

  // A move that must fail is not offered, and says why.
  const toFile = screen.button('Move to a file');
  await expect(toFile).toBeDisabled();
  await expect(toFile).toHaveAccessibleDescription(/keyring/);
  const configFile = path.join(home.folder, 'config.toml');
  expect(await readFile(configFile, 'utf8')).toBe(setting('keyring'));
});

test('a move to a file that a rule forbids stays in view, with the rule and where it is set @long', async ({
  home,
  issuer,
  launchManaged,
  secretService,
}) => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  await home.configure(setting('keyring'));
  const record = JSON.stringify(await chatgptRecord(issuer, ada));
  await secretService.store(await recordItem(home), record);
  const app = await launchManaged(
    { 'requirements.toml': '[gatehouse]\nallow_file_storage = false\n' },
    { env: secretService.env },
  );
  const screen = screenOf(app.window);
  await expect(screen.account).toContainText(ada.email);
  await screen.openStorage.click();
  const toFile = screen.button('Move to a file');
  await expect(toFile).toBeDisabled();
  await expect(toFile).toHaveAccessibleDescription(
    'Keeping the sign-in in a file is not allowed on this device (set in /etc/codex/requirements.toml).',
  );
  await screen.storage.getByText('set in /etc/codex/requirements.toml').scrollIntoViewIfNeeded();
  await inspectAppearance(app, 'storage-no-file');
});

test('where no keyring is there, sign-ins can be stored in a file, and the ways to sign in are back', async ({
  openState,
}) => {
  const { app, world } = await openState('keyring-missing');
  const { window } = app;
  const screen = screenOf(window);
  const configFile = path.join(world.home.folder, 'config.toml');
  const ask = window.getByTestId('store-in-file');
  await expect(window.getByTestId('sign-in-methods')).toBeHidden();

  await ask.click();
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText(
    'You’ll sign in again. Anything left in the keyring stays there.',
  );
  await dialog.getByTestId('dialog-keep').click();
  expect(await readFile(configFile, 'utf8')).toBe(setting('keyring'));
  await expect(ask).toBeFocused();

  await ask.click();
  await dialog.getByTestId('dialog-confirm').click();
  await expect(window.getByTestId('toast')).toHaveText('Sign-ins are now stored in a file.');
  await expect(window.getByTestId('sign-in-browser')).toHaveAttribute('data-state', 'allowed');
  await expect(screen.withApiKey).toBeEnabled();
  expect(await readFile(configFile, 'utf8')).toBe(setting('file'));
});
