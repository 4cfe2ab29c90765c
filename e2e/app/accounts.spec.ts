import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import {
  ada,
  grace,
  katherine,
  type IssuerAccount,
} from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import { menuItem } from '../fixtures/menu.ts';
import { runCodex, runGatehouse, runProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { writeSavedAccounts, type ListedAccount } from '../fixtures/saved-accounts.ts';
import { screenOf } from '../fixtures/screen.ts';
import { withSecretService, type SecretService } from '../fixtures/secret-service.ts';

/** Saved accounts in window, tray and menu, with and without a keyring. */

const test = withApp.extend<{ secretService: SecretService }>({
  secretService: withSecretService,
});
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

/** What a person finds in the list, by role and name. */
function listIn(window: Page) {
  const card = window.getByRole('region', { name: 'Saved accounts' });
  const row = (text: string) => card.getByRole('listitem').filter({ hasText: text });
  return {
    card,
    row,
    rows: card.getByRole('listitem'),
    add: card.getByRole('button', { name: 'Add account' }),
    search: card.getByRole('searchbox', { name: 'Search accounts' }),
    use: (text: string) => row(text).getByRole('button', { name: 'Use now' }),
    signInAgain: (text: string) => row(text).getByRole('button', { name: 'Sign in again' }),
    open: (text: string) => row(text).getByRole('button', { name: 'More' }).click(),
    press: (text: string, name: string) => row(text).getByRole('button', { name }).click(),
  };
}

/** Signs in by a device code that somebody enters elsewhere. */
async function signInElsewhere(
  { window }: RunningApp,
  issuer: EmbeddedIssuer,
  account: IssuerAccount,
): Promise<void> {
  await screenOf(window).withDeviceCode.click();
  const code = window.locator('.code__text');
  await expect(code).toBeVisible();
  await approveDevice(`${issuer.origin}/codex/device`, await code.innerText(), account.email);
}

async function confirmIn(window: Page, title: string, button: string): Promise<void> {
  const dialog: Locator = window.getByRole('dialog', { name: title });
  await dialog.getByRole('button', { name: button }).click();
}

const refreshTokenOf = (record: Record<string, unknown>) =>
  (record['tokens'] as Record<string, unknown> | undefined)?.['refresh_token'];

test('an account is added for later, renamed, used, and removed, sealed all the while', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
  secretService,
}) => {
  test.slow();
  const app = await launchSignedIn(ada, { env: secretService.env });
  const { window, screen } = app;
  const list = listIn(window);
  const before = await home.readAuth();
  await expect(list.card).toContainText('Add another account to switch to it at any time.');
  await inspectAppearance(app, 'accounts-one');

  await list.add.click();
  await expect(screen.heading('Add an account')).toBeVisible();
  await expect(window.getByRole('radio', { name: 'Keep for later' })).toBeChecked();
  await inspectAppearance(app, 'accounts-add');
  await signInElsewhere(app, issuer, grace);
  await expect(list.row(grace.email)).toContainText('Ready');
  await expect(screen.account).toContainText(ada.email);
  expect(await home.readAuth()).toEqual(before);
  await expect(window.getByTestId('toast')).toContainText(`${grace.email} is saved for later.`);
  await inspectAppearance(app, 'accounts-two');

  const folder = path.join(desktop.dataFolder, 'accounts');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.age'));
  expect(names).toHaveLength(1);
  expect((await stat(path.join(folder, names[0] ?? ''))).mode & 0o777).toBe(0o600);

  await list.open(grace.email);
  await inspectAppearance(app, 'accounts-more');
  await list.press(grace.email, 'Rename');
  await window.getByRole('textbox', { name: 'Name' }).fill('  Compilers  ');
  await inspectAppearance(app, 'accounts-rename');
  await window.keyboard.press('Enter');
  await expect(list.row('Compilers')).toContainText(grace.email);

  await list.use('Compilers').click();
  await expect(screen.account).toContainText(grace.email);
  await expect(screen.account).toContainText('Compilers');
  await expect(list.row(ada.email)).toContainText('Ready');
  await expect(window.getByTestId('toast')).toContainText('You’re using Compilers.');
  expect(refreshTokenOf(await home.readAuth())).not.toBe(refreshTokenOf(before));
  expect((await runCodex(['login', 'status'], home)).stderr).toContain('Logged in using ChatGPT');

  await list.use(ada.email).click();
  await expect(list.row('Compilers')).toContainText('Ready');
  expect(await home.readAuth()).toEqual(before);

  await list.open('Compilers');
  await list.press('Compilers', 'Remove from this device');
  await confirmIn(window, 'Remove this account?', 'Remove from this device');
  await expect(list.rows).toHaveCount(0);
  await expect(screen.account).toContainText(ada.email);
  expect(issuer.requests.filter(({ endpoint }) => endpoint === 'revoke')).toEqual([]);
  expect(told(await activityIn(desktop.dataFolder))).toEqual([
    'user add-account done',
    'user rename-account done',
    'user switch-account done',
    'user switch-account done',
    'user remove-account done',
  ]);
});

test('accounts are switched in the tray, which says why one is off', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
  trayHost,
}) => {
  const record = await chatgptRecord(issuer, grace);
  const [idOfGrace = ''] = await writeSavedAccounts(desktop.dataFolder, [
    { record },
    { entry: { label: 'Lost', health: { kind: 'needsSignIn', reason: 'refused', at: 1 } } },
  ]);
  const app = await launchSignedIn(ada, { env: trayHost.env });
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect
    .poll(labels)
    .toEqual(
      expect.arrayContaining(['ada@example.com', 'grace@example.com', 'Lost (needs sign-in)']),
    );
  expect(await menuItem(app.electron, 'account-000000000001')).toMatchObject({ enabled: false });
  await trayHost.click('grace@example.com');
  await expect(app.screen.account).toContainText(grace.email);
  expect(refreshTokenOf(await home.readAuth())).toBe(refreshTokenOf(record));
  await expect(app.window.getByTestId('toast')).toContainText(`You’re using ${grace.email}.`);
  expect(await menuItem(app.electron, `account-${idOfGrace}`)).toMatchObject({ enabled: true });
  await trayHost.click('ada@example.com');
  await expect(app.screen.account).toContainText(ada.email);
});

test('signing in again takes the same account alone; another one can be added', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  await writeSavedAccounts(desktop.dataFolder, [
    {
      record: await chatgptRecord(issuer, grace),
      entry: { health: { kind: 'needsSignIn', reason: 'refused', at: 1 } },
    },
  ]);
  const app = await launchSignedIn(ada);
  const { window, screen } = app;
  const list = listIn(window);
  await expect(list.row(grace.email)).toContainText('Needs sign-in');
  await expect(list.use(grace.email)).toHaveCount(0);
  await inspectAppearance(app, 'accounts-needs-sign-in');
  await list.signInAgain(grace.email).click();
  await expect(screen.heading(`Sign in again as ${grace.email}`)).toBeVisible();
  await expect(screen.withApiKey).toHaveCount(0);
  await signInElsewhere(app, issuer, katherine);

  await expect(screen.heading('That is another account')).toBeVisible();
  await expect(window.getByRole('alert')).toContainText(
    `You signed in as ${katherine.email}, not as ${grace.email}. Nothing was changed.`,
  );
  await inspectAppearance(app, 'accounts-another');
  await screen.button('Add it as a new account').click();
  await expect(list.row(katherine.email)).toContainText('Ready');
  await expect(list.row(grace.email)).toContainText('Needs sign-in');

  await list.signInAgain(grace.email).click();
  await signInElsewhere(app, issuer, grace);
  await expect(list.row(grace.email)).toContainText('Ready');
  await expect(list.rows).toHaveCount(2);
  await expect(screen.account).toContainText(ada.email);
});

test('the account in use, when it is lost, is signed in again as itself alone', async ({
  home,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  const app = await launchSignedIn(ada);
  const { screen } = app;
  const body = { error: { code: 'refresh_token_expired' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
  await screen.refresh.click();
  const before = await home.readAuth();
  await screen.account.getByRole('button', { name: 'Sign in again' }).click();
  await signInElsewhere(app, issuer, grace);
  await expect(screen.heading('That is another account')).toBeVisible();
  expect(await home.readAuth()).toEqual(before);

  // No keyring is needed: what is in use stays where it is.
  await screen.button('Dismiss').click();
  await screen.account.getByRole('button', { name: 'Sign in again' }).click();
  await signInElsewhere(app, issuer, ada);
  await expect(screen.account).toContainText('Signed in');
  await expect(app.window.getByTestId('toast')).toContainText(
    'The account in use has a new sign-in.',
  );
  expect(refreshTokenOf(await home.readAuth())).not.toBe(refreshTokenOf(before));
});

test('an account is signed out everywhere once the person has confirmed it', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const { window, screen } = await launchSignedIn(ada);
  const list = listIn(window);
  const revocations = () => issuer.requests.filter(({ endpoint }) => endpoint === 'revoke');
  await list.open(grace.email);
  await list.press(grace.email, 'Sign out everywhere');
  await confirmIn(window, 'Sign out everywhere?', 'Keep it');
  await expect(list.rows).toHaveCount(1);
  expect(revocations()).toEqual([]);
  await list.press(grace.email, 'Sign out everywhere');
  await confirmIn(window, 'Sign out everywhere?', 'Sign out everywhere');
  await expect(list.rows).toHaveCount(0);
  expect(revocations()).toHaveLength(1);
  await expect(screen.account).toContainText(ada.email);
});

test('a sign-in of another account that is dismissed is revoked and kept nowhere', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const app = await launchSignedIn(ada);
  const list = listIn(app.window);
  await list.open(grace.email);
  await list.signInAgain(grace.email).click();
  await signInElsewhere(app, issuer, katherine);
  await app.screen.button('Dismiss').click();
  await expect(list.rows).toHaveCount(1);
  await expect
    .poll(() => issuer.requests.filter(({ endpoint }) => endpoint === 'revoke').length)
    .toBe(1);
});

test('an account that a rule forbids is kept and off, and its row leads to the rule', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  await home.configure(`forced_chatgpt_workspace_id = "${ada.workspaceId}"\n`);
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const app = await launchSignedIn(ada);
  const { window, screen } = app;
  const list = listIn(window);
  await expect(list.row(grace.email)).toContainText('Not allowed here');
  await expect(list.use(grace.email)).toBeDisabled();
  await inspectAppearance(app, 'accounts-not-allowed');
  await list.press(grace.email, 'Show the rule');
  await expect(screen.heading('Policy')).toBeVisible();
  const rule = window.getByRole('row').filter({ hasText: 'forced_chatgpt_workspace_id' }).first();
  await expect(rule.getByRole('button')).toBeFocused();
  const judged = window.getByRole('table', { name: 'Accounts and rules' });
  await expect(judged.getByRole('row').filter({ hasText: grace.email })).toContainText(
    'Saved, not in use',
  );
  await inspectAppearance(app, 'policy-saved-accounts');
});

test('an account that another program signed out may be spent, and is tried on request alone', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  const app = await launchSignedIn(ada);
  const list = listIn(app.window);
  await list.use(grace.email).click();
  await expect(app.screen.account).toContainText(grace.email);
  const { exitCode } = await runCodex(['logout'], {
    ...home,
    env: { ...home.env, CODEX_REVOKE_TOKEN_URL_OVERRIDE: `${issuer.origin}/oauth/revoke` },
  });
  expect(exitCode).toBe(0);
  await expect(list.row(grace.email)).toContainText('May need sign-in');
  await expect(list.row(grace.email)).toContainText('Another program signed it out at');
  await expect(list.row(ada.email)).toContainText('Ready');
  const refreshes = () => issuer.requests.filter(({ grant }) => grant === 'refresh_token').length;
  expect(refreshes()).toBe(0);
  await inspectAppearance(app, 'accounts-may-be-spent');
  await list.use(grace.email).click();
  await expect.poll(refreshes).toBe(1);
});

test('a key that is gone is told, and a new one is made on request alone', async ({
  issuer,
  launchSignedIn,
  secretService,
}) => {
  test.slow();
  const app = await launchSignedIn(ada, { env: secretService.env });
  const { window } = app;
  const list = listIn(window);
  await list.add.click();
  await signInElsewhere(app, issuer, grace);
  await expect(list.row(grace.email)).toContainText('Ready');
  const item = ['service', 'Gatehouse', 'username', 'saved-accounts'];
  await runProgram('secret-tool', ['clear', ...item], { env: { ...secretService.env } });
  await list.use(grace.email).click();
  await expect(list.card).toContainText('The key of your saved accounts is gone');
  await expect(app.screen.account).toContainText(ada.email);
  await expect(list.row(grace.email)).toContainText('Needs sign-in');
  await list.card.scrollIntoViewIfNeeded();
  await inspectAppearance(app, 'accounts-key-gone');

  await list.card.getByRole('button', { name: 'Make a new key' }).click();
  await confirmIn(window, 'Make a new key?', 'Make a new key');
  await expect(list.row(grace.email)).toContainText('Needs sign-in');
  await list.signInAgain(grace.email).click();
  await signInElsewhere(app, issuer, grace);
  await expect(list.row(grace.email)).toContainText('Ready');
  await list.use(grace.email).click();
  await expect(app.screen.account).toContainText(grace.email);
});

test('without a keyring nothing is saved until the person agrees to plain files', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  const app = await launchSignedIn(ada);
  const { window, screen } = app;
  const list = listIn(window);
  await list.add.click();
  await screen.withDeviceCode.click();
  // Before the person has signed in for nothing.
  await expect(window.getByText('No keyring is running')).toBeVisible();
  expect(issuer.requests.filter(({ endpoint }) => endpoint !== 'revoke')).toEqual([]);
  await inspectAppearance(app, 'accounts-no-keyring');
  await screen.button('Save in plain files that only you can read').click();
  await confirmIn(window, 'Save in plain files?', 'Save in plain files that only you can read');
  await expect(window.getByText('Accounts can be saved now. Try again.')).toBeVisible();
  await expect(window.getByText('No keyring is running')).toBeHidden();
  await screen.button('Back').click();

  await list.add.click();
  await signInElsewhere(app, issuer, grace);
  await expect(list.card).toContainText(
    'Accounts are saved in plain files that only you can read.',
  );
  await inspectAppearance(app, 'accounts-plain-files');
  const folder = path.join(desktop.dataFolder, 'accounts');
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{12}\.json$/.test(name));
  expect(names).toHaveLength(1);
  expect((await stat(path.join(folder, names[0] ?? ''))).mode & 0o777).toBe(0o600);
});

test('a sign-in that an earlier version put aside becomes a saved account', async ({
  desktop,
  home,
  issuer,
  launchApp,
  secretService,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const env = { ...home.env, GATEHOUSE_DATA: desktop.dataFolder };
  await runGatehouse(['login', '--with-api-key'], { env, stdin: 'sk-test-0123456789abcdef' });
  const kept = path.join(home.folder, 'kept-sign-ins');
  expect(await readdir(kept)).toHaveLength(1);

  const app = await launchApp({ env: secretService.env });
  const list = listIn(app.window);
  await expect(list.row(ada.email)).toContainText('Ready');
  await expect(app.window.getByRole('region', { name: 'Kept sign-ins' })).toHaveCount(0);
  expect(await readdir(kept)).toEqual([]);
  await list.use(ada.email).click();
  await expect(screenOf(app.window).account).toContainText(ada.email);
  await expect(list.row('API key')).toContainText('Ready');
  expect(await home.readAuth()).toHaveProperty('tokens');
});

test('another program changes the list, and the window follows', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const list = listIn(app.window);
  await expect(list.rows).toHaveCount(0);
  await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
  await expect(list.row(grace.email)).toContainText('Ready');
  const text = await readFile(path.join(desktop.dataFolder, 'accounts/accounts.json'), 'utf8');
  expect(text).not.toContain('refresh_token');
});

test('many accounts, long names and every state are shown, searched and accessible @long', async ({
  desktop,
  launchSignedIn,
}) => {
  test.slow();
  const at = Date.now() - 3_600_000;
  const states: readonly ListedAccount['entry'][] = [
    { label: 'Ready, and used an hour ago', lastUsedAt: at },
    { label: 'Maybe', health: { kind: 'maySpent', reason: 'codex-was-running', at } },
    { label: 'Replaced', health: { kind: 'maySpent', reason: 'replaced', at } },
    { label: 'Lost', health: { kind: 'needsSignIn', reason: 'refused', at } },
    { label: 'Damaged', health: { kind: 'needsSignIn', reason: 'unreadable', at } },
    {
      label: 'At work',
      homes: [{ path: '/home/ada/.codex-work', secretDigest: '0'.repeat(64), isOwn: false }],
    },
    { label: 'x'.repeat(80), email: `${'long-'.repeat(14)}@example.com` },
    { label: null, kind: 'apiKey', email: null, workspaceId: null, planRaw: null },
  ];
  await writeSavedAccounts(
    desktop.dataFolder,
    states.map((entry = {}) => ({ entry })),
  );
  const app = await launchSignedIn(ada);
  const list = listIn(app.window);
  await expect(list.rows).toHaveCount(8);
  await inspectAppearance(app, 'accounts-nine');
  for (const label of ['Maybe', 'Damaged', 'At work', 'xxxx']) {
    await list.row(label).scrollIntoViewIfNeeded();
    await inspectAppearance(app, `accounts-state-${label}`);
  }

  await writeSavedAccounts(
    desktop.dataFolder,
    Array.from({ length: 40 }, (_, index) => ({ entry: { lastUsedAt: at - index * 60_000 } })),
  );
  await expect(list.rows).toHaveCount(9);
  await list.card.getByRole('button', { name: 'Show all 40 accounts' }).click();
  await expect(list.rows).toHaveCount(40);
  await list.search.fill('person-17');
  await expect(list.rows).toHaveCount(1);
  await list.search.fill('');
  await list.search.scrollIntoViewIfNeeded();
  await inspectAppearance(app, 'accounts-forty');
});
