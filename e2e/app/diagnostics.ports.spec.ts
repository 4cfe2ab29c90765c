import { chmod, readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { repoFolder } from '../../scripts/paths.mjs';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { doctorReportSchema, type DoctorReport } from '../../shared/doctor.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { pickFile } from '../../qa/file-dialog.ts';
import { expect, test } from '../fixtures/app.ts';
import { crossedIpc, leaksOf, pageText, scannable } from '../fixtures/leak-scan.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

interface DiagnosticsPage {
  readonly page: Locator;
  readonly summary: Locator;
  readonly showAll: Locator;
  /** What belongs together, such as "Network". */
  readonly group: (title: string) => Locator;
  readonly check: (title: string) => Locator;
  /** The groups that are shown, from the top. */
  readonly groupTitles: () => Promise<string[]>;
}

async function openDiagnostics(window: Page): Promise<DiagnosticsPage> {
  await screenOf(window).toDiagnostics.click();
  const page = window.getByRole('region', { name: 'Diagnostics' });
  await expect(page.getByRole('region', { name: 'Summary' })).toBeVisible({ timeout: 20_000 });
  return {
    page,
    summary: page.getByRole('region', { name: 'Summary' }),
    showAll: page.getByLabel('Show what passed or was not checked'),
    group: (title) => page.getByRole('region', { name: title, exact: true }),
    check: (title) =>
      page
        .getByRole('listitem')
        .filter({ has: window.getByRole('heading', { name: title, exact: true, level: 3 }) }),
    groupTitles: async () => {
      const titles = await page.getByRole('heading', { level: 2 }).allInnerTexts();
      return titles.slice(1);
    },
  };
}

/** Runs again, and waits until that is done. */
async function runAgain(window: Page): Promise<void> {
  const screen = screenOf(window);
  const before = await window.locator('.summary-band time').getAttribute('datetime');
  await screen.button('Run again').click();
  await expect(window.locator('.summary-band time')).not.toHaveAttribute('datetime', before ?? '');
}

/** What the command line finds on the same machine. */
async function doctorOnCommandLine(env: Record<string, string>): Promise<DoctorReport> {
  const { stdout } = await runGatehouse(['doctor', '--json'], { env });
  return doctorReportSchema.parse(JSON.parse(stdout));
}

const statuses = ({ checks }: DoctorReport) => checks.map(({ id, status }) => `${id} ${status}`);

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ port, host }, () => resolve(server));
  });
}

test.describe('where nothing is in the way', () => {
  test('passes, and copies and exports what the command line finds, without secrets', async ({
    desktop,
    home,
    issuer,
    launchApp,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await chmod(home.authFile, 0o600);
    const app = await launchApp({ electronArgs: scannable });
    const { window } = app;
    const screen = screenOf(window);
    await expect(screen.account).toContainText(ada.email);
    const { page, summary, group, showAll, groupTitles, check } = await openDiagnostics(window);
    await expect(screen.heading('Diagnostics')).toBeFocused();
    await expect(summary.getByRole('heading')).toHaveText('No problems found');
    await expect(window.getByRole('status').filter({ hasText: 'Checked.' })).toHaveText(
      'Checked. No problems found.',
    );
    await expect(group('Sign-in ports')).toContainText('2 passed');
    expect(await groupTitles()).toEqual([
      'Sign-in ports',
      'Network',
      'Clock',
      'Login rules',
      'What Codex uses',
      'Store and locks',
      'Codex on this home',
    ]);
    await expect(window.getByRole('heading', { level: 3 })).toHaveCount(0);
    await showAll.check();
    await expect(check('Sign-in port 1455')).toContainText('Free on 127.0.0.1');
    await expect(check('CA file of SSL_CERT_FILE')).toContainText('Not checked');

    const env = { ...home.env, ...desktop.env };
    const onCommandLine = await doctorOnCommandLine(env);
    for (const { title, detail } of onCommandLine.checks) {
      await expect(window.getByRole('heading', { name: title, exact: true })).toBeVisible();
      await expect(page).toContainText(detail);
    }
    const file = path.join(desktop.folder, 'diagnostics.json');
    await pickFile(app, file);
    await screen.button('Export…').click();
    await expect(window.getByText('The report is exported.')).toBeVisible();
    const exported = await readFile(file, 'utf8');
    const report = doctorReportSchema.parse(JSON.parse(exported));
    expect(statuses(report)).toEqual(statuses(onCommandLine));
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    await screen.button('Copy report').click();
    const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
    const { stdout } = await runGatehouse(['doctor'], { env });
    await expect.poll(copied).toBe(stdout);

    const crossed = (await crossedIpc(app)).map(({ content }) => content).join('\n');
    const sent = { exported, copied: await copied() };
    expect(issuer.secrets().length).toBeGreaterThan(2);
    const texts = { ...sent, page: await pageText(window), crossed };
    expect(leaksOf(issuer.secrets(), texts)).toEqual([]);
    expect(leaksOf([ada.email, desktop.folder], sent)).toEqual([]);
  });

  test('holds its own sign-in against nobody @long', async ({ desktop, window }) => {
    const screen = screenOf(window);
    await screen.withChatgpt.click();
    await desktop.openedPage();
    await expect(screen.signInLink).toBeVisible();
    const { summary, check, showAll } = await openDiagnostics(window);
    await expect(summary.getByRole('heading')).toHaveText('No problems found');
    await showAll.check();
    await expect(check('Sign-in port 1455')).toContainText(
      'Gatehouse itself listens there, for the sign-in under way.',
    );
    await screen.toAccount.click();
    await screen.cancel.click();
    await expect(screen.withChatgpt).toBeVisible();
  });
});

test('holds its own refresh against nobody @long', async ({ home, issuer, launchApp }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const { window } = await launchApp();
  const screen = screenOf(window);
  const hanging = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
  await screen.refresh.click();
  await hanging.reached;
  const { summary, check, showAll } = await openDiagnostics(window);
  await expect(summary.getByRole('heading')).toHaveText('No problems found');
  await showAll.check();
  await expect(check('Lock of the refresh')).toContainText('Gatehouse itself holds');
  await expect(check('Unfinished refresh')).toContainText('A refresh is under way');
  hanging.release();
  await screen.toAccount.click();
  await expect(screen.refresh).toBeEnabled();
});

test('is offered where the next refresh waits for the network @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await home.writeAuth({ ...record, last_refresh: anHourAgo });
  await chmod(home.authFile, 0o600);
  await issuer.close();
  const app = await launchApp();
  const screen = screenOf(app.window);
  await expect(screen.account.getByText('Can\u2019t reach the sign-in service.')).toBeVisible();
  await inspectAppearance(app, 'account-offline');
  await screen.button('Run diagnostics').click();
  await expect(screen.heading('Diagnostics')).toBeFocused();
  await expect(app.window.getByRole('region', { name: 'Network' })).toContainText(
    'Can\u2019t connect to',
  );
});

test('names who holds the sign-in ports, and offers the way that needs none @long', async ({
  app,
  window,
}) => {
  const held = [await listen(1455, '127.0.0.1')];
  try {
    const { summary, group, groupTitles, check } = await openDiagnostics(window);
    await expect(summary.getByRole('heading')).toHaveText('1 warning');
    const port = check('Sign-in port 1455');
    await expect(port).toContainText('Warning');
    await expect(port).toContainText(new RegExp(`held by \\S+ \\(process ${process.pid}\\)`));
    await expect(port).toContainText(new RegExp(`What to doClose .*process ${process.pid}`));
    expect((await groupTitles())[0]).toBe('Sign-in ports');
    await expect(group('Sign-in ports')).toContainText('1 passed');

    held.push(await listen(1457, '127.0.0.1'));
    await runAgain(window);
    await expect(summary.getByRole('heading')).toHaveText('2 problems');
    await expect(window.getByRole('status').filter({ hasText: 'Checked.' })).toHaveText(
      'Checked. 2 problems.',
    );
    await inspectAppearance(app, 'diagnostics-ports');
    await check('Sign-in port 1457')
      .getByRole('button', { name: 'Sign in with a device code' })
      .click();
    await expect(screenOf(window).heading('Enter this code on the sign-in page')).toBeVisible();
  } finally {
    for (const server of held) await new Promise((resolve) => server.close(resolve));
  }
});

test('leads from a sign-in that found no port to who holds them @long', async ({ window }) => {
  const held = [await listen(1455, '127.0.0.1'), await listen(1457, '127.0.0.1')];
  try {
    const screen = screenOf(window);
    await screen.withChatgpt.click();
    await expect(screen.heading('The sign-in ports are in use')).toBeVisible();
    await screen.button('Run diagnostics').click();
    await expect(screen.heading('Diagnostics')).toBeFocused();
    await expect(window.getByRole('region', { name: 'Sign-in ports' })).toContainText(
      `(process ${process.pid})`,
    );
    await screen.toAccount.click();
    await expect(screen.heading('The sign-in ports are in use')).toBeVisible();
  } finally {
    for (const server of held) await new Promise((resolve) => server.close(resolve));
  }
});

test('tells an issuer that cannot be reached, and what to do @long', async ({ issuer, window }) => {
  await expect(screenOf(window).withChatgpt).toBeVisible();
  await issuer.close();
  const { summary, check, groupTitles } = await openDiagnostics(window);
  await expect(summary.getByRole('heading')).toHaveText('1 problem');
  expect(await groupTitles()).toEqual([
    'Network',
    'Sign-in ports',
    'Login rules',
    'Store and locks',
    'Codex on this home',
    'Clock',
    'What Codex uses',
  ]);
  const endpoint = check('Token endpoint');
  await expect(endpoint).toContainText('Failed');
  await expect(endpoint).toContainText('ECONNREFUSED');
  await expect(endpoint).toContainText('What to doCheck the network');
  await expect(endpoint).toContainText(issuer.origin);
});

test('makes a file private that others could read, and looks again @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o644);
  const { window } = await launchApp();
  const { summary, check } = await openDiagnostics(window);
  await expect(check('Stored sign-in')).toContainText('can be read by other users');
  await check('Stored sign-in').getByRole('button', { name: 'Make private' }).click();
  await expect(summary.getByRole('heading')).toHaveText('No problems found');
  expect((await stat(home.authFile)).mode & 0o777).toBe(0o600);

  // Nobody tells of this, so that looking again has to find it.
  await chmod(home.authFile, 0o644);
  await runAgain(window);
  await expect(check('Stored sign-in')).toContainText('can be read by other users');
});

test('is run, opened and left with the keyboard alone @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const { window } = await launchApp();
  const screen = screenOf(window);
  const { keyboard } = window;
  await expect(screen.account).toBeVisible();
  await screen.toDiagnostics.focus();
  await keyboard.press('Enter');
  await expect(screen.heading('Diagnostics')).toBeFocused();
  await expect(window.getByRole('region', { name: 'Summary' })).toBeVisible();
  const showAll = window.getByLabel('Show what passed or was not checked');
  for (const control of [
    screen.button('Run again'),
    screen.button('Copy report'),
    screen.button('Export…'),
    showAll,
  ]) {
    await keyboard.press('Tab');
    await expect(control).toBeFocused();
  }
  await keyboard.press('Space');
  await expect(showAll).toBeChecked();
  await expect(window.getByRole('heading', { name: 'Token endpoint', level: 3 })).toBeVisible();
  // It keeps the focus while it is off.
  await screen.button('Run again').press('Enter');
  await expect(screen.button('Run again')).toBeFocused();
  await expect(screen.button('Run again')).toBeEnabled();
  await screen.toAccount.press('Enter');
  await expect(screen.account).toBeVisible();
});

test('is accessible and fits, in both themes and forced colours, narrow and zoomed @long', async ({
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o644);
  const certificates = path.join(home.folder, 'no-such-folder', 'certificates-of-the-company.pem');
  const app = await launchApp({ env: { NODE_EXTRA_CA_CERTS: certificates } });
  const { window } = app;
  const { summary, showAll } = await openDiagnostics(window);
  await expect(summary.getByRole('heading')).toHaveText('2 warnings');
  await inspectAppearance(app, 'diagnostics');
  await showAll.check();
  await inspectAppearance(app, 'diagnostics-all');
  const pictures = path.join(repoFolder, 'test-results/screenshots');
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme, forcedColors: 'none', reducedMotion: 'reduce' });
    await window.screenshot({
      path: path.join(pictures, `diagnostics-whole-${colorScheme}.png`),
      fullPage: true,
    });
  }
  await window.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await window.screenshot({ path: path.join(pictures, 'diagnostics-forced.png'), fullPage: true });
});
