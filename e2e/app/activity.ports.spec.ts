import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { pickFile } from '../../qa/file-dialog.ts';
import { activityFileOf, activityIn, told } from '../fixtures/activity.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { signInByBrowser } from '../fixtures/browser-sign-in.ts';
import { leaksOf } from '../fixtures/leak-scan.ts';
import { runCodex, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

test('shows what is done in the window, by the background and by the Codex CLI, with who did it @long', async ({
  app,
  desktop,
  home,
  issuer,
  window,
}) => {
  const screen = screenOf(window);
  await screen.toActivity.click();
  await expect(screen.heading('Nothing yet')).toBeVisible();
  await screen.toAccount.click();

  await signInByBrowser(screen, desktop, ada);
  await screen.refresh.click();
  await expect.poll(() => activityIn(desktop.dataFolder).then(told)).toHaveLength(2);
  await screen.signOutHere.click();
  await screen.signOutIsMeant.click();
  await expect(screen.withChatgpt).toBeVisible();
  await screen.toActivity.click();
  await expect(screen.activityRows).toContainText([
    /Signed out.*You/,
    /Token refreshed.*You/,
    /Signed in with ChatGPT.*You/,
  ]);

  const stdin = 'sk-from-cli-0123456789abcdef';
  await runCodex(['login', '--with-api-key'], { ...home, stdin });
  await expect(screen.activityRows.first()).toContainText(
    /Signed in with an API key.*Another program/,
  );
  await runCodex(['logout'], home);
  await expect(screen.activityRows.first()).toContainText(/Signed out.*Another program/);

  await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
  await expect(screen.activityRows.first()).toContainText(/Signed in.*Another program/);
  await screen.toAccount.click();
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await screen.toActivity.click();
  await expect(screen.activityRows.first()).toContainText(/Token refreshed.*Gatehouse/);

  const file = activityFileOf(desktop.dataFolder);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  const text = await readFile(file, 'utf8');
  expect(leaksOf([...issuer.secrets(), stdin, ada.email], { activity: text })).toEqual([]);
});

test('shows what the command line does, as its own and once, and the other way round', async ({
  desktop,
  home,
  launchSignedIn,
}) => {
  const { screen } = await launchSignedIn(ada);
  await screen.toActivity.click();
  await expect(screen.heading('Nothing yet')).toBeVisible();
  const env = { ...home.env, XDG_CONFIG_HOME: path.dirname(desktop.dataFolder) };
  expect((await runGatehouse(['refresh', '--force'], { env })).exitCode).toBe(0);
  await expect(screen.activityRows).toContainText([/Token refreshed.*Command line/]);
  expect((await runGatehouse(['logout'], { env })).exitCode).toBe(0);
  await expect(screen.activityRows).toContainText([
    /Signed out.*Command line/,
    /Token refreshed.*Command line/,
  ]);

  await screen.toAccount.click();
  await screen.withApiKey.click();
  await screen.apiKey.fill('sk-test-0123456789');
  await screen.saveApiKey.click();
  await expect(screen.account).toContainText('Signed in with an API key');
  const printed = await runGatehouse(['activity', '--limit', '1'], { env });
  expect(printed.stdout).toMatch(/ You +Signed in with an API key\n$/);
});

test('keeps its data where GATEHOUSE_DATA says, in the app and on the command line @long', async ({
  desktop,
  home,
  launchSignedIn,
}) => {
  const GATEHOUSE_DATA = path.join(desktop.folder, 'elsewhere');
  const { screen } = await launchSignedIn(ada, { env: { GATEHOUSE_DATA } });
  await screen.refresh.click();
  await expect.poll(() => activityIn(GATEHOUSE_DATA).then(told)).toEqual(['user refresh done']);
  await runGatehouse(['refresh', '--force'], { env: { ...home.env, GATEHOUSE_DATA } });
  expect(told(await activityIn(GATEHOUSE_DATA))).toContain('command-line refresh done');
});

test('exports all of it, without secrets and without ids @long', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { screen } = app;
  await screen.refresh.click();
  await expect.poll(() => activityIn(desktop.dataFolder).then(told)).toHaveLength(1);
  await screen.toActivity.click();

  await pickFile(app, null);
  await screen.button('Export…').click();
  const file = path.join(desktop.folder, 'activity.jsonl');
  await pickFile(app, file);
  await screen.button('Export…').click();
  await expect(app.window.getByText('The activity is exported.')).toBeVisible();
  const exported = await readFile(file, 'utf8');
  expect(JSON.parse(exported)).toMatchObject({ action: 'refresh', account: 'account-1' });

  const table = path.join(desktop.folder, 'activity.csv');
  await pickFile(app, table);
  await screen.button('Export…').click();
  await expect.poll(() => readFile(table, 'utf8').catch(() => '')).toMatch(/user,refresh,done,/);
  const [entry] = await activityIn(desktop.dataFolder);
  const private_ = [...issuer.secrets(), ada.email, entry?.account ?? ''];
  const csv = await readFile(table, 'utf8');
  expect(leaksOf(private_, { exported, csv })).toEqual([]);

  await pickFile(app, path.join(desktop.folder, 'missing/activity.csv'));
  await screen.button('Export…').click();
  await expect(app.window.getByRole('alert')).toContainText('The file could not be written');
});

test('skips what a crash has torn, and says so @long', async ({ desktop, launchSignedIn }) => {
  const file = activityFileOf(desktop.dataFolder);
  await mkdir(path.dirname(file), { recursive: true });
  const line = (at: string) => `${JSON.stringify({ ...entry, at })}\n`;
  await writeFile(
    file,
    line('2026-01-02T03:04:05.000Z') + line('2026-01-02T03:04:06.000Z').slice(0, 40),
  );
  const { screen } = await launchSignedIn(ada);
  await screen.refresh.click();
  await screen.toActivity.click();
  await expect(screen.activityRows).toHaveCount(2);
  await expect(screen.activityRows.first()).toContainText('Token refreshed');
  await expect(screen.activityRows.last()).toContainText('Signed in with ChatGPT');
  await expect(screen.account.page().getByText('One line of the log could not')).toBeVisible();
});

const entry = {
  v: 1,
  at: '',
  actor: 'user',
  action: 'sign-in',
  account: 'ws-ada',
  outcome: 'done',
  detail: 'chatgpt',
};

test('tells a removal by a rule once, with what led to it', async ({ home, issuer, launchApp }) => {
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await home.configure('forced_chatgpt_workspace_id = "ws-other"\n');
  const { window } = await launchApp();
  const screen = screenOf(window);
  await screen.button('Sign out now').click();
  await expect(screen.withChatgpt).toBeVisible();
  await screen.toActivity.click();
  await expect(screen.activityRows).toHaveCount(1);
  await expect(screen.activityRows).toContainText(
    /Signed out.*The rule about workspaces forbids it/,
  );
  await expect(
    window.getByRole('list', { name: 'What led to it' }).getByRole('listitem'),
  ).toHaveText([/You signed out early$/, /Required by a login rule; you were warned/]);
  await expect(window.getByText('1 entry')).toBeVisible();
});

test('is shown in pages, by the name of its account, looked for from anywhere, and exported as it is shown', async ({
  desktop,
  launchSignedIn,
}) => {
  const file = activityFileOf(desktop.dataFolder);
  await mkdir(path.dirname(file), { recursive: true });
  const ofAda = { account: ada.workspaceId.slice(0, 8), user: ada.userId.slice(5, 13) };
  const lines = Array.from({ length: 120 }, (_, index) => {
    const at = new Date(Date.now() - (120 - index) * 60_000).toISOString();
    const isRefresh = index % 2 === 0;
    const what = isRefresh ? { actor: 'background', action: 'refresh', detail: null } : ofAda;
    return `${JSON.stringify({ ...entry, account: null, at, ...what })}\n`;
  });
  await writeFile(file, lines.join(''));
  const app = await launchSignedIn(ada);
  const { screen, window } = app;
  const { keyboard } = window;
  await screen.toActivity.click();
  await expect(screen.activityRows).toHaveCount(50);
  await expect(screen.activityRows.first()).toContainText(ada.email);
  const more = screen.button('Show more');
  await more.press('Enter');
  await expect(screen.activityRows).toHaveCount(100);
  await expect(more).toBeFocused();
  await expect(window.getByText('100 of 120 shown')).toBeVisible();
  await more.press('Enter');
  await expect(screen.activityRows).toHaveCount(120);
  await expect(more).toBeHidden();

  // It stays in view, and keeps what is looked for.
  await expect(window.getByLabel('Search')).toBeInViewport({ ratio: 1 });
  await keyboard.press('Control+f');
  await expect(window.getByLabel('Search')).toBeFocused();
  await keyboard.type(`signed in ${ada.email}`);
  await expect(window.getByText('60 of 120 entries')).toBeVisible();
  await keyboard.press('Control+5');
  await keyboard.press('Control+3');
  await expect(window.getByLabel('Search')).toHaveValue(`signed in ${ada.email}`);
  await expect(window.getByText('60 of 120 entries')).toBeVisible();

  const exported = path.join(desktop.folder, 'activity.csv');
  await pickFile(app, exported);
  await screen.button('Export…').press('Enter');
  await expect(window.getByText('The activity is exported.')).toBeVisible();
  const rows = (await readFile(exported, 'utf8')).trimEnd().split('\r\n').slice(1);
  expect(rows).toHaveLength(60);
  expect(rows.every((row) => row.includes(',sign-in,done,'))).toBe(true);
});

test('is narrowed down by who and by words, and looks well in both themes, narrow and zoomed @long', async ({
  desktop,
  launchApp,
}) => {
  test.slow();
  const file = activityFileOf(desktop.dataFolder);
  await mkdir(path.dirname(file), { recursive: true });
  const minuteMs = 60_000;
  const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString();
  const entries = [
    { ...entry, at: ago(3000) },
    { ...entry, at: ago(2990), actor: 'background', action: 'refresh', detail: null },
    { ...entry, at: ago(1500), action: 'move-store', detail: 'keyring' },
    { ...entry, at: ago(90), actor: 'policy', action: 'sign-out', detail: 'forcedWorkspaces' },
    { ...entry, at: ago(80), outcome: 'refused:forbidden-by-rule', detail: null },
    { ...entry, at: ago(70), actor: 'command-line', action: 'sign-in' },
    { ...entry, at: ago(50), actor: 'other-program', action: 'refresh', detail: null },
    {
      ...entry,
      at: ago(20),
      actor: 'background',
      action: 'refresh',
      outcome: 'failed:reused',
      detail: null,
    },
    { ...entry, at: ago(1), action: 'sign-out', outcome: 'partly', detail: 'everywhere' },
  ];
  await appendFile(file, entries.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const app = await launchApp();
  const { window } = app;
  const screen = screenOf(window);
  await screen.toActivity.click();
  await expect(screen.heading('Activity')).toBeFocused();
  await expect(screen.activityRows).toHaveCount(entries.length);
  await inspectAppearance(app, 'activity');

  await window.getByLabel('Who').selectOption('Gatehouse');
  await expect(screen.activityRows).toHaveCount(2);
  await window.getByLabel('Search').fill('failed');
  await expect(screen.activityRows).toHaveCount(1);
  await expect(window.getByText('1 of 9 entries')).toBeVisible();
  await window.getByLabel('Search').fill('nothing like this');
  await expect(window.getByText('No matching entries.')).toBeVisible();
  await inspectAppearance(app, 'activity-filtered');
});
