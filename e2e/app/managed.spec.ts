import { chmod, readdir } from 'node:fs/promises';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { withMachineFiles, type LaunchManaged } from '../fixtures/managed-app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** The window on a machine that somebody manages, with real files in `/etc/codex`. */

const test = withApp.extend<{ launchManaged: LaunchManaged }>({ launchManaged: withMachineFiles });

test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

const requirements = '/etc/codex/requirements.toml';
const managed = '/etc/codex/managed_config.toml';
const named = '[gatehouse]\norganization = "Example Ltd"\n';
const soon = { timeout: 5_000 };

test('hides a sign-in to a workspace that is not allowed, says which rule, and deletes nothing', async ({
  home,
  issuer,
  launchManaged,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth(record);
  const app = await launchManaged({
    'requirements.toml': `# Ours\nallowed_chatgpt_workspaces = ["ws-other"]\n${named}`,
  });
  const { window } = app;
  const screen = screenOf(window);
  await expect(screen.heading('Your account isn\u2019t allowed on this device')).toBeVisible();
  const main = window.getByRole('main');
  await expect(main).toContainText(
    `This device only allows workspace ws-other. You\u2019re signed in to workspace ${ada.workspaceId}. The rule allowed_chatgpt_workspaces is set in ${requirements}, line 2, column 1.`,
  );
  await expect(main).not.toContainText(ada.email);
  await expect(screen.removal).toBeHidden();
  await inspectAppearance(app, 'managed-hidden');

  await screen.button('Managed by Example Ltd').click();
  await expect(screen.heading('Policy')).toBeFocused();
  const summary = window.getByRole('region', { name: 'Summary' });
  await expect(summary.getByRole('heading')).toHaveText('Action needed');
  await expect(summary).toContainText(`Managed byExample Ltd${requirements}`);
  const accounts = window.getByRole('table', { name: 'Accounts and rules' });
  await expect(accounts).toContainText('Hidden');
  await inspectAppearance(app, 'managed-policy');
  expect(await home.readAuth()).toEqual(record);
  expect(issuer.requests.filter(({ grant }) => grant !== undefined)).toEqual([]);
});

test('forces a method: announces the removal, and lets nobody sign in otherwise @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  // The user's own word loses to the machine's.
  await home.configure('forced_login_method = "chatgpt"\n');
  const { window } = await launchManaged({
    'managed_config.toml': 'forced_login_method = "api"\n',
  });
  const screen = screenOf(window);
  await expect(screen.removal).toContainText(`${managed}, line 1, column 1`);
  await screen.button('Sign out now').click();
  await expect(screen.notices).toContainText(
    `The rule forced_login_method is set in ${managed}, line 1, column 1.`,
  );
  await expect(screen.withChatgpt).toBeDisabled();
  await expect(screen.withChatgpt).toHaveAccessibleDescription(
    `ChatGPT login is disabled. Use API key login instead. (Set in ${managed}.)`,
  );
  await expect(screen.withApiKey).toBeEnabled();
  await expect(screen.button('Managed by your organisation')).toBeVisible();
  expect(await readdir(home.folder)).not.toContain('auth.json');
});

test('keeps a sign-in unused while nobody can verify its workspace, and goes on by itself once somebody can @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  test.slow();
  // A refresh is long due, and would be made at once.
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  const record = {
    ...(await chatgptRecord(issuer, ada, {
      issuedAt: yesterday,
      accessTokenLifetimeSeconds: 60 * 60,
    })),
    last_refresh: new Date(yesterday).toISOString(),
  };
  await home.writeAuth(record);
  const outage = issuer.fail({ endpoint: 'jwks', kind: 'status', status: 503, times: 1_000 });
  const refreshes = () => issuer.requests.filter(({ grant }) => grant === 'refresh_token').length;
  const app = await launchManaged({
    'requirements.toml': `[gatehouse]\nrequire_verified_workspace = true\ntrusted_issuer = "${issuer.origin}"\n`,
  });
  const { window } = app;
  const screen = screenOf(window);
  const main = window.getByRole('main');
  await expect(screen.heading('The stored sign-in is not used now')).toBeVisible();
  await expect(main).toContainText('Cannot be judged yet');
  await expect(main).toContainText(
    `A verified workspace is required, which cannot be judged yet: the keys of ${issuer.origin} could not be fetched (it answered with status 503).`,
  );
  await expect(main).toContainText('Gatehouse tries again by itself.');
  await expect(main).not.toContainText(ada.email);
  await expect(main).not.toContainText(/not met|not allowed|violated/i);
  await expect(window.getByText('Login rules: cannot be checked yet')).toBeVisible();
  await expect(screen.signOutHere).toBeEnabled();
  await inspectAppearance(app, 'managed-pending');

  await screen.button('Show diagnostics').click();
  const summary = window.getByRole('region', { name: 'Summary' });
  await expect(summary).toBeVisible({ timeout: 20_000 });
  const rules = window.getByRole('region', { name: 'Login rules' });
  await expect(rules).toContainText('which cannot be judged yet');
  await screen.toPolicy.click();
  await expect(summary.getByRole('heading')).toHaveText('Cannot be judged yet');
  const accounts = window.getByRole('table', { name: 'Accounts and rules' });
  await expect(accounts).toContainText('Workspace read, and not verified yet');
  await inspectAppearance(app, 'managed-pending-policy');
  await screen.button('Reload').click();
  await expect(summary.getByRole('heading')).toHaveText('Cannot be judged yet');
  expect(await home.readAuth()).toEqual(record);
  expect(refreshes()).toBe(0);

  outage.release();
  await expect(summary.getByRole('heading')).toHaveText('Compliant', { timeout: 90_000 });
  await screen.toAccount.click();
  await expect(screen.account).toContainText(ada.email);
  await expect(main).not.toContainText('Cannot be judged yet');
  await expect.poll(refreshes).toBe(1);
});

test('judges a sign-in at once where a person asks for it @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const outage = issuer.fail({ endpoint: 'discovery', kind: 'status', status: 503, times: 1_000 });
  const { window } = await launchManaged({
    'requirements.toml': `[gatehouse]\nrequire_verified_workspace = true\ntrusted_issuer = "${issuer.origin}"\n`,
  });
  const screen = screenOf(window);
  await expect(screen.heading('The stored sign-in is not used now')).toBeVisible();
  outage.release();
  await screen.button('Reload').click();
  await expect(screen.account).toContainText(ada.email, { timeout: 3_000 });
});

test('blocks while a managed file cannot be read, removes nothing, and goes on once it can @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth(record);
  const app = await launchManaged({ 'managed_config.toml': 'forced_login_method = "api\n' });
  const { window } = app;
  const screen = screenOf(window);
  await expect(window.getByText('The login rules could not be read')).toBeVisible();
  await expect(window.getByRole('main')).toContainText(managed);
  await screen.button('Managed by your organisation').click();
  const summary = window.getByRole('region', { name: 'Summary' });
  await expect(summary.getByRole('heading')).toHaveText('Codex does not start');
  await expect(window.getByRole('table', { name: 'Sources of policies' })).toContainText(
    /managed_config\.toml.*Unreadable.*line 1/,
  );
  await inspectAppearance(app, 'managed-unreadable');
  expect(await home.readAuth()).toEqual(record);

  await app.deploy('managed_config.toml', 'forced_login_method = "chatgpt"\n');
  await expect(summary.getByRole('heading')).toHaveText('Compliant', soon);
  await screen.toAccount.click();
  await expect(screen.account).toContainText(ada.email);
  expect(await home.readAuth()).toEqual(record);
});

test('keeps off what its own rules do not allow, says why, and gives it back when they do @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const app = await launchManaged({
    'requirements.toml': '[gatehouse]\nallow_export = false\nallow_sign_out_everywhere = false\n',
  });
  const { window } = app;
  const screen = screenOf(window);
  const everywhere = `Signing out everywhere is not allowed on this device (set in ${requirements}).`;
  await expect(screen.signOutEverywhere).toBeDisabled();
  await expect(screen.signOutEverywhere).toHaveAccessibleDescription(everywhere);
  await inspectAppearance(app, 'managed-sign-out');
  const refusal = `Exporting is not allowed on this device (set in ${requirements}).`;
  for (const [open, names] of [
    [screen.toPolicy, ['Copy as JSON', 'Export JSON…', 'Export CSV…']],
    [screen.toDiagnostics, ['Copy report', 'Export…']],
  ] as const) {
    await open.click();
    for (const name of names) {
      await expect(screen.button(name)).toBeDisabled();
      await expect(screen.button(name)).toHaveAccessibleDescription(refusal);
    }
  }
  await screen.toPolicy.click();
  await inspectAppearance(app, 'managed-export');

  await app.withdraw('requirements.toml');
  await expect(screen.button('Export CSV…')).toBeEnabled(soon);
  await expect(window.getByText(refusal)).toHaveCount(0);
  await screen.toAccount.click();
  await expect(screen.signOutEverywhere).toBeEnabled();
});

test('shows a key that is no policy once for each file that has it, however it is filtered @long', async ({
  launchManaged,
}) => {
  const { window } = await launchManaged({
    'requirements.toml': '[gatehouse]\nallow_fun = 1\n',
    'managed_config.toml': '[gatehouse]\nallow_fun = 1\n',
  });
  await screenOf(window).toPolicy.click();
  const table = window.getByRole('table', { name: 'Policies', exact: true });
  const rows = table.getByRole('row').filter({ hasText: 'gatehouse.allow_fun' });
  await expect(rows).toContainText([requirements, managed]);
  for (const [filter, shown] of [
    ['requirements', [requirements]],
    ['', [requirements, managed]],
    ['managed_config', [managed]],
    ['allow_fun', [requirements, managed]],
  ] as const) {
    await window.getByLabel('Filter').fill(filter);
    await expect(rows).toContainText([...shown]);
    await expect(rows).toHaveCount(shown.length);
  }
});

test('follows what is deployed while it runs: a rule, a name, and their end @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth(record);
  const app = await launchManaged({ 'config.toml': '# Only defaults\n' });
  const { window, deploy, withdraw } = app;
  const screen = screenOf(window);
  await expect(screen.account).toContainText(ada.email);
  const managedBy = window.getByRole('banner').getByRole('button', { name: /^Managed by/ });
  await expect(managedBy).toBeHidden();

  await deploy('requirements.toml', `allowed_login_methods = ["chatgpt"]\n${named}`);
  await expect(managedBy).toHaveText('Managed by Example Ltd', soon);
  await expect(screen.account).toContainText(ada.email);
  await deploy('requirements.toml', 'allowed_login_methods = ["api"]\n');
  await expect(managedBy).toHaveText('Managed by your organisation', soon);
  await expect(screen.heading('Your account isn\u2019t allowed on this device')).toBeVisible();
  await withdraw('requirements.toml');
  await expect(managedBy).toBeHidden(soon);
  await expect(screen.account).toContainText(ada.email);
  expect(await home.readAuth()).toEqual(record);
});

test('is not content with a managed file that has mistakes, and leads to each of them', async ({
  home,
  issuer,
  launchManaged,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const app = await launchManaged({
    'managed_config.toml': [
      'forced_login_method = "chatgpt"',
      'allowed_login_methods = ["chatgpt"]',
      'forced_chatgpt_workspaces = "ws-1"',
      '',
    ].join('\n'),
  });
  const { window } = app;
  const screen = screenOf(window);
  await expect(screen.account).toContainText(ada.email);
  await screen.button('Managed by your organisation').click();
  const summary = window.getByRole('region', { name: 'Summary' });
  await expect(summary.getByRole('heading')).toHaveText('Needs attention');
  await expect(summary).toContainText('2 warnings');
  // The rule that holds is not called by what it wins against.
  const row = (name: string) => window.getByRole('row').filter({ hasText: name });
  await expect(row('forced_login_method').first()).toContainText('Satisfied');

  const warnings = window.getByRole('list', { name: 'Warnings' }).getByRole('listitem');
  await expect(warnings).toContainText([
    'forced_chatgpt_workspaces is no policy and does nothing. Did you mean forced_chatgpt_workspace_id?',
    'allowed_login_methods has no meaning in a config.',
  ]);
  const parts = await window
    .getByRole('region')
    .evaluateAll((regions) => regions.map((region) => region.getAttribute('aria-label')));
  expect(parts.slice(parts.indexOf('Summary')).slice(0, 3)).toEqual([
    'Summary',
    'Warnings',
    'Policies',
  ]);
  await warnings.last().scrollIntoViewIfNeeded();
  await inspectAppearance(app, 'policy-warnings');
  await window.getByLabel('Filter').fill('nothing of these');
  await warnings.nth(1).getByRole('button', { name: 'Show the policy' }).click();
  await expect(window.getByRole('button', { name: 'allowed_login_methods' })).toBeFocused();
  await expect(window.getByLabel('Filter')).toHaveValue('');
  await warnings.first().getByRole('button', { name: 'Show the source' }).click();
  const sources = window.getByRole('table', { name: 'Sources of policies' });
  await expect(sources.getByRole('rowheader', { name: managed })).toBeFocused();
  await window.getByTestId('policy-other-places').click();
  await expect(sources.getByRole('row', { name: 'codex -c KEY=VALUE' })).toContainText(
    'Not looked at',
  );
  await inspectAppearance(app, 'policy-sources');
});
