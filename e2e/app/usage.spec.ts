import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ChatgptService } from '../../electron/testing/chatgpt-service.ts';
import { ada, grace, type IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import type { Home } from '../../qa/home.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import { withChatgptService } from '../fixtures/chatgpt-service.ts';
import { besideCodex, codexFolder } from '../fixtures/installed-codex.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

/** Names of workspaces and usage limits in window and tray, as the real Codex CLI tells them. */

const test = withApp.extend<{ service: ChatgptService }>({ service: withChatgptService });
test.skip(!canHaveMachineFiles(), 'an installed Codex CLI needs a mount namespace');

/** An app is started, and Codex several times. */
const slow = { timeout: 30_000 };

const withCodex = (env: Readonly<Record<string, string>>, pathOf: string, prepare = ':') => ({
  env: { ...env, PATH: `${codexFolder}:${pathOf}` },
  within: (command: readonly string[]) => besideCodex(command, prepare),
});

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

async function listing(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.map(async (name) => {
    const { mtimeMs, size } = await stat(path.join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).toSorted();
}

/** Somebody is signed in, and Codex asks the service of the test. */
async function signIn(
  person: IssuerAccount,
  {
    home,
    issuer,
    service,
  }: { readonly home: Home; readonly issuer: EmbeddedIssuer; readonly service: ChatgptService },
): Promise<void> {
  await home.writeAuth(await chatgptRecord(issuer, person));
  await chmod(home.authFile, 0o600);
  await home.configure(`chatgpt_base_url = "${service.url}"\n`);
}

test('the workspace is named, and usage limits are shown from when a person turns them on', async ({
  desktop,
  home,
  issuer,
  launchApp,
  service,
  trayHost,
}) => {
  test.slow();
  await signIn(grace, { home, issuer, service });
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? ''));
  const { window } = app;
  const screen = screenOf(window);
  const card = window.getByRole('region', { name: 'Usage limits' });
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect(screen.account).toContainText('Workspace Compilers Team', slow);
  await expect.poll(labels).toContain('Workspace Compilers Team');
  await expect(card).toBeHidden();
  expect(service.asked.some((asked) => asked.endsWith('/wham/usage'))).toBe(false);
  await screen.openDetails.click();
  const details = window.getByRole('region', { name: 'Details' });
  await expect(details).toContainText(grace.workspaceId);
  await inspectAppearance(app, 'workspace-named');
  const before = await listing(home.folder);

  service.answerUsage({
    used: [42, 7],
    resetsAt: [inSeconds(2 * 3600), inSeconds(4 * 24 * 3600)],
    balance: '12.50',
  });
  await screen.toSettings.click();
  const wanted = window.getByRole('switch', { name: 'Show usage limits' });
  await expect(wanted).not.toBeChecked();
  await wanted.click();
  await expect(wanted).toBeChecked();
  await inspectAppearance(app, 'usage-setting');
  await screen.toAccount.click();
  const fiveHours = card.getByRole('meter', { name: '5-hour limit' });
  await expect(fiveHours).toHaveAttribute('aria-valuenow', '42', slow);
  await expect(fiveHours).toHaveAttribute('aria-valuetext', '42% used, 58% left');
  await expect(card.getByRole('meter', { name: 'Weekly limit' })).toHaveCount(1);
  await expect(card).toContainText(/Resets: .* \(in 1 hour\)/);
  await expect(card).toContainText('Credits: 12.50 left');
  await expect(card).toContainText('Read less than a minute ago');
  await inspectAppearance(app, 'usage', card);
  const line = /^Left at \d\d:\d\d: 5-hour 58%, weekly 93%$/;
  await expect.poll(labels).toContainEqual(expect.stringMatching(line));
  expect(await listing(home.folder)).toEqual(before);

  // Whoever looks again within ten minutes asks nobody.
  const asked = service.asked.length;
  await screen.toActivity.click();
  await screen.toAccount.click();
  await expect(fiveHours).toBeVisible();
  expect(service.asked).toHaveLength(asked);

  await screen.toSettings.click();
  await wanted.click();
  await screen.toAccount.click();
  await expect(screen.account).toBeVisible();
  await expect(card).toBeHidden();
  await expect.poll(labels).not.toContainEqual(expect.stringMatching(line));
});

/** Shows them from the start. */
async function shown(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeFile(path.join(dataFolder, 'settings.json'), '{"show_usage_limits":true}');
}

test('what was reset meanwhile is not shown as current @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
  service,
  trayHost,
}) => {
  test.slow();
  await shown(desktop.dataFolder);
  await signIn(ada, { home, issuer, service });
  service.answerUsage({ used: [97, 60], resetsAt: [inSeconds(20), inSeconds(3 * 24 * 3600)] });
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? ''));
  const { window } = app;
  const card = window.getByRole('region', { name: 'Usage limits' });
  const labels = async () => (await trayHost.menu()).map(({ label }) => label);
  await expect(card).toContainText('5-hour limitReset since it was read', slow);
  await expect(card.getByRole('meter', { name: '5-hour limit' })).toHaveCount(0);
  await expect(card.getByRole('meter', { name: 'Weekly limit' })).toBeVisible();
  await expect
    .poll(labels)
    .toContainEqual(expect.stringMatching(/^Left at \d\d:\d\d: weekly 40%$/));
  await expect(card).toContainText('ago, from ChatGPT by Codex');
  await inspectAppearance(app, 'usage-past', card);
});

test('a refusal is respected for an hour, and told @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
  service,
  trayHost,
}) => {
  await shown(desktop.dataFolder);
  await signIn(ada, { home, issuer, service });
  service.answerUsage(429);
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? ''));
  const { window } = app;
  const card = window.getByRole('region', { name: 'Usage limits' });
  await expect(card).toContainText('ChatGPT was asked too often. Gatehouse asks again after', slow);
  await inspectAppearance(app, 'usage-backed-off', card);
});

test('without a Codex that may be run, they are not available, and nothing is asked @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
  service,
  trayHost,
}) => {
  await shown(desktop.dataFolder);
  await signIn(ada, { home, issuer, service });
  const prepare = 'umount /srv/bin/codex; rm /srv/bin/codex';
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? '', prepare));
  const { window } = app;
  const card = window.getByRole('region', { name: 'Usage limits' });
  await expect(card).toContainText('No Codex CLI was found', slow);
  await inspectAppearance(app, 'usage-no-codex', card);
  expect(service.asked).toEqual([]);

  await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789abcdef' });
  await expect(card).toContainText('Only a ChatGPT sign-in has usage limits.', slow);
});

test('a name of a workspace from outside steers nothing @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
  service,
  trayHost,
}) => {
  service.nameWorkspace(grace.workspaceId, `<b>Evil</b>\u202egnp.exe & ${'long '.repeat(60)}`);
  await signIn(grace, { home, issuer, service });
  const app = await launchApp(withCodex(trayHost.env, desktop.env['PATH'] ?? ''));
  const screen = screenOf(app.window);
  await expect(screen.account).toContainText('<b>Evil</b>\\u202egnp.exe &', slow);
  await inspectAppearance(app, 'workspace-long-name');
});
