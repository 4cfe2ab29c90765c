import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { repoFolder } from '../../scripts/paths.mjs';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { policyReportSchema } from '../../shared/policy.ts';
import { pickFile } from '../../qa/file-dialog.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { inspectAppearance, setView } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { leaksOf } from '../fixtures/leak-scan.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** Files are watched, so that this is within a second, unless the machine of a test is busy. */
const soon = { timeout: 5_000 };

interface PolicyPage {
  readonly summary: Locator;
  readonly table: Locator;
  readonly accounts: Locator;
  readonly sources: Locator;
  /** The row of a policy. */
  readonly row: (key: string) => Locator;
}

async function openPolicy(window: Page): Promise<PolicyPage> {
  await screenOf(window).toPolicy.click();
  const table = window.getByRole('table', { name: 'Policies', exact: true });
  return {
    summary: window.getByRole('region', { name: 'Summary' }),
    table,
    accounts: window.getByRole('table', { name: 'Accounts and rules' }),
    sources: window.getByRole('table', { name: 'Sources of policies' }),
    row: (key) =>
      table.getByRole('row').filter({ has: window.getByRole('rowheader', { name: key }) }),
  };
}

test.describe('a sign-in that a rule forbids', () => {
  test.beforeEach(async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('model = "o"\nforced_chatgpt_workspace_id = "ws-other"\n');
  });

  test('is announced at start with sentence, rule and line, and only then removed', async ({
    desktop,
    home,
    issuer,
    launchApp,
  }) => {
    const app = await launchApp();
    const { window } = app;
    const screen = screenOf(window);
    const sentence = `This device only allows workspace ws-other. You\u2019re signed in to workspace ${ada.workspaceId}.`;
    await expect(screen.removal).toContainText(sentence);
    await expect(screen.removal).toContainText('forced_chatgpt_workspace_id');
    await expect(screen.removal).toContainText(`${home.folder}/config.toml, line 2, column 1`);
    await inspectAppearance(app, 'removal-announced');
    await setView(app, { width: 480, zoom: 2 });
    // However little room there is, the reason and what can be done are in view.
    await expect(screen.removal.getByText(sentence)).toBeInViewport({ ratio: 0.9 });
    for (const name of ['Show policy', 'Sign out now']) {
      await expect(screen.removal.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    }
    await setView(app, { width: 480, zoom: 1 });
    // Nobody can close it, and nothing is refreshed behind it.
    await window.keyboard.press('Escape');
    await window.keyboard.press('Escape');
    await expect(screen.removal).toBeVisible();
    expect(await home.readAuth()).toHaveProperty('tokens');

    await screen.button('Copy details').click();
    const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
    const cli = await runGatehouse(['policy'], {
      env: { ...home.env, GATEHOUSE_DATA: desktop.dataFolder },
    });
    expect(cli.stdout).toMatch(
      /The sign-in is removed at .* because of forced_chatgpt_workspace_id in .*, line 2\./,
    );
    await expect.poll(copied).toContain(`Set in: ${home.folder}/config.toml, line 2, column 1`);
    // Who set the rule may know the words of Codex.
    expect(await copied()).toContain(`current credentials belong to ${ada.workspaceId}.`);
    expect(leaksOf([...issuer.secrets(), ada.email], { copied: await copied() })).toEqual([]);

    await screen.button('Sign out now').click();
    await expect(screen.withChatgpt).toBeVisible();
    await expect(screen.notices).toContainText('config.toml, line 2, column 1');
    expect(await readdir(home.folder)).not.toContain('auth.json');
    await expect
      .poll(() => activityIn(desktop.dataFolder).then(told))
      .toEqual(['policy sign-out announced', 'user sign-out confirmed', 'policy sign-out done']);
    expect((await activityIn(desktop.dataFolder)).at(-1)).toMatchObject({
      place: 'userConfig:2:1',
    });
    expect(await desktop.log()).toMatch(/login-rule-enforced.*config\.toml","line":2,"column":1/);
    await screen.toActivity.click();
    await expect(screen.activityRows.first()).toContainText(
      "set in the user's config.toml, line 2, column 1",
    );
    // The command asked for keys, and nothing else was sent.
    expect(issuer.requests).toEqual([]);
    const { summary } = await openPolicy(window);
    await expect(summary).toContainText('You can change these settings.');
    await expect(summary).toContainText('The sign-in was removed');
    await expect(summary).toContainText(
      `because of forced_chatgpt_workspace_id in ${home.folder}/config.toml, line 2`,
    );
    await summary.scrollIntoViewIfNeeded();
    await inspectAppearance(app, 'policy-removed');
  });

  test('leads to its rule and back, by the keyboard alone', async ({ launchApp }) => {
    const { window } = await launchApp();
    const screen = screenOf(window);
    const { keyboard } = window;
    const showPolicy = screen.removal.getByRole('button', { name: 'Show policy' });
    await expect(showPolicy).toBeFocused();
    await keyboard.press('Tab');
    await expect(screen.button('Sign out now')).toBeFocused();
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await expect(screen.button('Copy details')).toBeFocused();
    await keyboard.press('Escape');
    await expect(screen.removal).toBeVisible();
    await showPolicy.press('Enter');
    await expect(screen.removal).toBeHidden();
    const row = window.getByRole('row').filter({ hasText: 'forced_chatgpt_workspace_id' }).first();
    await expect(row.getByRole('button')).toBeFocused();
    const strip = window.getByTestId('removal-strip');
    await expect(strip).toContainText('A login rule will sign you out');
    await expect(strip).toContainText(/Time left 0:[0-5]\d/);
    await strip.getByRole('button', { name: 'Show details' }).press('Enter');
    await expect(screen.removal).toBeVisible();
    await expect(showPolicy).toBeFocused();
  });

  test('is kept where the rule is corrected in time @long', async ({
    desktop,
    home,
    launchApp,
  }) => {
    const { window } = await launchApp();
    const screen = screenOf(window);
    await expect(screen.removal).toBeVisible();
    await home.configure(`forced_chatgpt_workspace_id = "${ada.workspaceId}"\n`);
    await expect(screen.removal).toBeHidden(soon);
    await expect(screen.account).toContainText(ada.email);
    expect(await home.readAuth()).toHaveProperty('tokens');
    await expect
      .poll(() => activityIn(desktop.dataFolder).then(told))
      .toEqual(['policy sign-out announced', 'policy sign-out withdrawn']);
  });

  test('is removed at once where the window is closed on it @long', async ({ home, launchApp }) => {
    const { electron, window } = await launchApp();
    await expect(screenOf(window).removal).toBeVisible();
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(() => readdir(home.folder), soon).not.toContain('auth.json');
  });
});

test('shows every rule with its source, and what is written into a source, as soon as it is written', async ({
  home,
  launchSignedIn,
}) => {
  const { window } = await launchSignedIn(ada);
  const { summary, table, accounts, row } = await openPolicy(window);
  await expect(summary).toContainText('Not managed');
  await expect(table).toBeHidden();
  await expect(accounts).toContainText('No rule forbids it.');

  const source = `${home.folder}/config.toml`;
  await home.configure('forced_login_method = "chatgpt"\n');
  await expect(row('forced_login_method')).toContainText(source, soon);
  await expect(row('forced_login_method')).toContainText('Satisfied');
  await expect(accounts).toContainText('Allowed');
  await home.configure(
    `forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = ["${ada.workspaceId}"]\n`,
  );
  await expect(row('forced_chatgpt_workspace_id')).toContainText(ada.workspaceId, soon);

  // A row opens to all that is said of its policy.
  const opener = window.getByRole('button', { name: 'forced_chatgpt_workspace_id' });
  await opener.press('Enter');
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  const layers = window.getByRole('list', { name: 'Where forced_chatgpt_workspace_id is set' });
  await expect(layers).toContainText(`Applied${ada.workspaceId}${source}, line 2, column 1`);

  await window.getByLabel('Filter').fill('workspace satisfied');
  await expect(table.getByRole('rowheader')).toHaveCount(1);
  await window.getByLabel('Filter').fill('');
  await window.getByLabel('Show policies with no value').check();
  await expect(row('gatehouse.allow_export')).toContainText('Not set');
});

test('sorts by a column, by mouse and keyboard, and keeps that order when a file is changed @long', async ({
  home,
  launchApp,
}) => {
  await home.configure('forced_login_method = "chatgpt"\n');
  const { window } = await launchApp();
  const { table, row } = await openPolicy(window);
  const column = (name: string) => table.getByRole('columnheader', { name, exact: true });
  const first = table.getByRole('rowheader').first();
  await window.getByLabel('Show policies with no value').check();
  await expect(first).toHaveText('forced_login_method');
  await expect(column('Status')).not.toHaveAttribute('aria-sort');

  await column('Policy').getByRole('button').click();
  await expect(column('Policy')).toHaveAttribute('aria-sort', 'ascending');
  await expect(first).toHaveText('allowed_chatgpt_workspaces');
  await column('Status').getByRole('button').press('Enter');
  await expect(column('Status')).toHaveAttribute('aria-sort', 'descending');
  await expect(column('Policy')).not.toHaveAttribute('aria-sort');
  await expect(first).toHaveText('forced_login_method');

  await home.configure('forced_login_method = "chatgpt"\nchatgpt_base_url = 7\n');
  await expect(row('chatgpt_base_url')).toContainText('Invalid', soon);
  await expect(first).toHaveText('chatgpt_base_url');
  await expect(column('Status')).toHaveAttribute('aria-sort', 'descending');
  await expect(column('Status').getByRole('button')).toBeFocused();

  await column('Status').getByRole('button').press('Space');
  await expect(column('Status')).toHaveAttribute('aria-sort', 'ascending');
  await column('Status').getByRole('button').press('Space');
  await expect(column('Status')).not.toHaveAttribute('aria-sort');
  await expect(first).toHaveText('forced_login_method');
  await window.getByLabel('Filter').fill('allowed workspace');
  await expect(table.getByRole('rowheader')).toHaveCount(1);
});

test('warns of what is no workspace id, and of it alone @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const capitals = ada.workspaceId.toUpperCase();
  await home.configure(
    `forced_chatgpt_workspace_id = ["${ada.workspaceId}", "${capitals}", "Acme"]\n`,
  );
  const app = await launchApp();
  const { window } = app;
  const { summary, row } = await openPolicy(window);
  await expect(row('forced_chatgpt_workspace_id')).toContainText('Satisfied');
  await expect(summary).toContainText('2 warnings');
  const warnings = window.locator(
    '[data-testid="policy-warning"][data-state="malformedWorkspaceId"]',
  );
  await expect(warnings).toHaveText([
    new RegExp(`"${capitals}" in .* isn’t a workspace ID.*Did you mean ${ada.workspaceId}\\?`),
    /"Acme" in .* isn’t a workspace ID.*line 1/,
  ]);
  await warnings.first().scrollIntoViewIfNeeded();
  await inspectAppearance(app, 'policy-workspace-ids');

  // Addresses are not told, so that these two warnings are alike.
  const address = '"[e-mail]" in forced_chatgpt_workspace_id isn’t a workspace ID';
  await home.configure('forced_chatgpt_workspace_id = ["ada@a.example", "bob@a.example"]\n');
  await expect(warnings).toContainText([address, address], soon);
  await home.configure('forced_chatgpt_workspace_id = ["Acme", "bob@a.example"]\n');
  await expect(warnings).toContainText(['"Acme"', address], soon);
  await home.configure('forced_chatgpt_workspace_id = ["bob@a.example"]\n');
  await expect(warnings).toContainText([address], soon);
  await expect(warnings).toHaveCount(1);
});

test('tells an unreadable file by line and column, blocks, and removes nothing @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  const record = await chatgptRecord(issuer, ada);
  await home.writeAuth(record);
  await home.configure('model = "o"\nforced_login_method = = "api"\n');
  const { window } = await launchApp();
  const { summary, sources, row } = await openPolicy(window);
  await expect(summary.getByRole('heading')).toHaveText('A rule cannot be read');
  await expect(sources).toContainText(
    /Unreadable.*line 2, column 2\d is not valid TOML: there is no value here/,
  );
  await expect(row('forced_login_method')).toContainText('Invalid');
  await expect(row('forced_login_method')).toContainText('nothing is removed');
  await expect(screenOf(window).removal).toBeHidden();
  expect(await home.readAuth()).toEqual(record);
  await home.configure('forced_login_method = "chatgpt"\n');
  await expect(row('forced_login_method')).toContainText('Satisfied', soon);
});

test('previews a file, chosen or dropped, and enforces nothing of it', async ({
  desktop,
  home,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { window, screen } = app;
  const { summary, accounts, row } = await openPolicy(window);
  const candidate = path.join(desktop.folder, 'managed_config.toml');
  await writeFile(candidate, 'forced_login_method = "api"\n[gatehouse]\nallow_export = false\n');
  await pickFile(app, candidate);
  await screen.button('Choose a file…').click();
  await expect(window.getByRole('alert')).toContainText('Preview of managed_config.toml');
  await expect(window.getByRole('alert')).toContainText('/etc/codex/managed_config.toml');
  await expect(summary).toContainText('Managed by/etc/codex/managed_config.toml');
  await expect(accounts).toContainText('Would be signed out');
  await expect(accounts).toContainText('This device only allows API keys');
  await expect(row('gatehouse.allow_export')).toContainText('Would change');
  await inspectAppearance(app, 'policy-preview');
  await screen.button('Back to this device').click();
  await expect(summary).toContainText('Not managed');
  await expect(screen.removal).toBeHidden();
  expect(await home.readAuth()).toHaveProperty('tokens');

  const drop = await window.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(
      new File(['allowed_chatgpt_workspaces = ["ws-x"]'], 'my-requirements.toml', {
        type: 'application/toml',
      }),
    );
    return transfer;
  });
  await window
    .getByRole('region', { name: 'Preview' })
    .dispatchEvent('drop', { dataTransfer: drop });
  await expect(window.getByRole('alert')).toContainText('/etc/codex/requirements.toml');
  await expect(accounts).toContainText('Would be hidden');
  await screen.button('Back to this device').click();
});

test('previews what would block the device as that, chosen or dropped @long', async ({
  desktop,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { screen } = app;
  const { summary, sources } = await openPolicy(app.window);
  // "# Büro" in Latin-1.
  const latin1 = [0x23, 0x20, 0x42, 0xfc, 0x72, 0x6f];
  const drop = await app.window.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], 'requirements.toml'));
    return transfer;
  }, latin1);
  const chosen = path.join(desktop.folder, 'requirements.toml');
  await writeFile(chosen, Buffer.from(latin1));
  await pickFile(app, chosen);
  for (const take of [
    () => screen.button('Choose a file…').click(),
    () =>
      app.window
        .getByRole('region', { name: 'Preview' })
        .dispatchEvent('drop', { dataTransfer: drop }),
  ]) {
    await take();
    await expect(app.window.getByRole('alert')).toContainText('/etc/codex/requirements.toml');
    await expect(summary.getByRole('heading')).toHaveText('A rule cannot be read');
    await expect(sources).toContainText('it is not UTF-8 text');
    await screen.button('Back to this device').click();
  }
  await writeFile(chosen, Buffer.alloc(300 * 1024, '#'));
  await screen.button('Choose a file…').click();
  // A file of comments alone, such as a sample as it is, makes nobody compliant.
  await expect(summary.getByRole('heading')).toHaveText('Not managed');
  await expect(summary).toContainText('nothing in it is a rule about signing in');
});

test('takes a file whose name says nothing as what its keys say, until a person says otherwise @long', async ({
  desktop,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { window } = app;
  const { summary } = await openPolicy(window);
  const chosen = path.join(desktop.folder, 'candidate.toml');
  await writeFile(chosen, 'allowed_login_methods = ["api"]\n');
  await pickFile(app, chosen);
  await screenOf(window).button('Choose a file…').click();
  const kind = window.getByLabel('Preview it as');
  await expect(kind).toHaveValue('requirements');
  await expect(kind).toHaveAccessibleDescription(/for its keys have a meaning there only/);
  await expect(summary.getByRole('heading')).toHaveText('Action needed');

  await kind.selectOption('managed_config.toml');
  await expect(window.getByRole('alert')).toContainText('/etc/codex/managed_config.toml');
  await expect(summary).toContainText('It would do nothing there.');
  await expect(kind).toHaveAccessibleDescription('');
  await inspectAppearance(app, 'policy-preview-misplaced');
  await kind.selectOption('requirements.toml');
  await expect(summary.getByRole('heading')).toHaveText('Action needed');
});

test('previews a file again when what it is compared with is changed @long', async ({
  desktop,
  home,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { row, table } = await openPolicy(app.window);
  const chosen = path.join(desktop.folder, 'requirements.toml');
  await writeFile(chosen, 'allowed_login_methods = ["chatgpt"]\n');
  await pickFile(app, chosen);
  await screenOf(app.window).button('Choose a file…').click();
  await expect(row('allowed_login_methods')).toContainText('Would change');
  await expect(row('chatgpt_base_url')).toHaveCount(0);
  await home.configure('chatgpt_base_url = "https://meanwhile.example/"\n');
  await expect(row('chatgpt_base_url')).toContainText('https://meanwhile.example/', soon);
  await expect(table.getByText('Would change')).toHaveCount(1);
});

test('copies and exports what the page shows, without secrets @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure(
    `forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = ["${ada.workspaceId}", "ws-2"]\n`,
  );
  const app = await launchApp();
  const { window } = app;
  const screen = screenOf(window);
  const { table, accounts } = await openPolicy(window);
  await window.getByLabel('Show policies with no value').check();
  await expect(accounts).toBeVisible();

  const json = path.join(desktop.folder, 'policy.json');
  await pickFile(app, json);
  await screen.button('Export JSON…').click();
  await expect(window.getByText('The policy is exported.')).toBeVisible();
  const exported = await readFile(json, 'utf8');
  const report = policyReportSchema.parse(JSON.parse(exported));
  const keys = await table.getByRole('rowheader').allInnerTexts();
  expect(report.policies.map(({ key }) => key)).toEqual(keys.map((key) => key.trim()));
  for (const { key, effect, source, status } of report.policies) {
    const shown = table.getByRole('row').filter({ has: window.getByRole('button', { name: key }) });
    await expect(shown).toContainText(effect);
    if (source !== null) await expect(shown).toContainText(source);
    await expect(shown).toContainText(status === 'notSet' ? 'Not set' : /Satisfied|Enforced/);
  }
  for (const account of report.accounts) await expect(accounts).toContainText(account.reason);

  const csv = path.join(desktop.folder, 'policy.csv');
  await pickFile(app, csv);
  await screen.button('Export CSV…').click();
  await expect.poll(() => readFile(csv, 'utf8').catch(() => '')).toContain('\r\n');
  const lines = (await readFile(csv, 'utf8')).split('\r\n').filter(Boolean);
  expect(lines).toHaveLength(report.policies.length + 1);
  // A narrow page has columns for the policy and its status alone.
  await setView(app, { width: 1180, zoom: 1 });
  const head = await table.getByRole('columnheader').allInnerTexts();
  expect(lines[0]).toBe(head.join(','));

  await screen.button('Copy as JSON').click();
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect
    .poll(() => copied().then((text) => (text === '' ? null : (JSON.parse(text) as unknown))))
    .toMatchObject({ policies: report.policies, accounts: report.accounts });
  const texts = { exported, csv: lines.join('\n'), copied: await copied() };
  expect(leaksOf([...issuer.secrets(), ada.email], texts)).toEqual([]);
});

test('is accessible and fits, in both themes and forced colours, wide, narrow and zoomed @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure(
    `forced_login_method = "chatgpt"
forced_chatgpt_workspace_id = ["${ada.workspaceId}"]
allowed_login_methods = ["chatgpt"]
cli_auth_credentials_store = "file"
`,
  );
  const app = await launchApp();
  const { window } = app;
  const { table, row } = await openPolicy(window);
  await expect(screenOf(window).heading('Policy')).toBeFocused();
  await expect(row('forced_login_method')).toBeVisible();
  await window.getByRole('button', { name: 'forced_chatgpt_workspace_id' }).click();
  await inspectAppearance(app, 'policy');
  await expect(table.getByRole('columnheader')).toHaveText(['Policy', 'Status']);

  const pictures = path.join(repoFolder, 'test-results/screenshots');
  await setView(app, { width: 1600, zoom: 1 });
  await expect(table.getByRole('columnheader')).toHaveCount(7);
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await window.screenshot({
      path: path.join(pictures, `policy-wide-${colorScheme}.png`),
      fullPage: true,
    });
  }
  await window.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await window.screenshot({ path: path.join(pictures, 'policy-wide-forced.png'), fullPage: true });
});
