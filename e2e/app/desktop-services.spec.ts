import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { expect, test } from '../fixtures/app.ts';
import { startNotifications } from '../fixtures/notifications.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { screenOf } from '../fixtures/screen.ts';
import { startTrayHost } from '../fixtures/tray-host.ts';

test('opens the window where a tray is there and takes no icon @long', async ({ launchApp }) => {
  const tray = await startTrayHost({ refuses: true });
  try {
    // Without a tray of X11, which no display of these tests has.
    const app = await launchApp({ env: tray.env, args: ['--hidden'] });
    await expect(app.window.getByRole('main')).toBeVisible();
  } finally {
    await tray.stop();
  }
});

test('goes on where the notification service never answers @long', async ({
  issuer,
  launchSignedIn,
  launchAgain,
  trayHost,
}) => {
  const silent = await startNotifications(trayHost.env, { answers: false });
  try {
    const { electron, screen } = await launchSignedIn(ada, { env: trayHost.env });
    // Something worth a notification, while nobody looks.
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    const body = { error: { code: 'refresh_token_expired' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
    await screen.refresh.click();
    await expect(screen.account).toContainText('Your sign-in has expired');
    // It still answers, and is not taken for dead by a second launch.
    expect(await electron.evaluate(() => 'here')).toBe('here');
    expect((await launchAgain()).exitCode).toBe(0);
    expect(await electron.evaluate(() => 'here')).toBe('here');
  } finally {
    await silent.stop();
  }
});

test('removes what it has announced within the minute while the notification service never starts @long', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  test.setTimeout(150_000);
  // Something that is worth a notification from the start: the sign-in is lost.
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const body = { error: { code: 'refresh_token_expired' } };
  issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(4);
  await home.configure('forced_chatgpt_workspace_id = "ws-other"\n');
  const service = await neverStarting(desktop.folder);
  const tray = await startTrayHost({ dataFolder: service.dataFolder });
  try {
    const { electron, window } = await launchApp({ env: tray.env });
    const screen = screenOf(window);
    await expect(screen.removal).toBeVisible();
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    await expect.poll(service.wasAskedToStart).toBe(true);
    // Nobody is blocked meanwhile.
    expect(await electron.evaluate(() => 'here')).toBe('here');
    expect(await home.readAuth()).toHaveProperty('tokens');
    await expect(screen.withChatgpt).toBeVisible({ timeout: 75_000 });
    await expect(home.readAuth()).rejects.toThrow('ENOENT');
    expect(told(await activityIn(desktop.dataFolder))).toEqual([
      'policy sign-out announced',
      'policy sign-out done',
    ]);
  } finally {
    await tray.stop();
    await service.end();
  }
});

test('lives on where the process that draws is killed, again and again, and logs it @long', async ({
  app,
  desktop,
  window,
}) => {
  const drawing = () =>
    app.electron.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);
  for (let kills = 1; kills <= 8; kills += 1) {
    await expect.poll(drawing).toBeDefined();
    const pid = await drawing();
    process.kill(pid ?? 0, 'SIGKILL');
    await expect.poll(drawing).not.toBe(pid);
    await expect
      .poll(async () => (await desktop.log()).split('"process.gone"').length - 1)
      .toBe(kills);
  }
  await expect(window.getByRole('main')).toBeVisible();
});

test('shows the account again where its page is killed, and lives on without any of its helpers', async ({
  desktop,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const { electron } = app;
  // Playwright is done with a page that has crashed; the app itself can still be asked.
  for (let kills = 1; kills <= 3; kills += 1) {
    const pid = await pidOf(app, 'Tab');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => pidOf(app, 'Tab')).not.toBe(pid);
    await expect.poll(() => textOf(app)).toContain(ada.email);
    expect((await desktop.log()).split('"window.page-gone"')).toHaveLength(kills + 1);
  }
  for (const type of ['GPU', 'Utility'] as const) {
    const pid = await pidOf(app, type);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => pidOf(app, type)).not.toBe(pid);
    await expect.poll(() => textOf(app)).toContain(ada.email);
  }
  expect(await electron.evaluate(() => 'here')).toBe('here');
});

/** A process of the app, once there is one; 0 before. */
function pidOf({ electron }: RunningApp, type: 'Tab' | 'GPU' | 'Utility'): Promise<number> {
  return electron.evaluate(
    ({ app }, wanted) => app.getAppMetrics().find((process) => process.type === wanted)?.pid ?? 0,
    type,
  );
}

/** What the window says; empty while its page is not there. */
function textOf({ electron }: RunningApp): Promise<string> {
  return electron.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    if (page === undefined || page.isCrashed() || page.isLoading()) return '';
    return (await page.executeJavaScript('document.body.innerText')) as string;
  });
}

/** A notification service that the bus can start, and that never takes its name. */
async function neverStarting(folder: string) {
  const dataFolder = path.join(folder, 'data');
  const services = path.join(dataFolder, 'dbus-1/services');
  const pidFile = path.join(folder, 'service.pid');
  const program = path.join(folder, 'service');
  await mkdir(services, { recursive: true });
  await writeFile(program, `#!/bin/sh\necho $$ > '${pidFile}'\nexec sleep 600\n`, { mode: 0o755 });
  const name = 'org.freedesktop.Notifications';
  await writeFile(
    path.join(services, `${name}.service`),
    `[D-BUS Service]\nName=${name}\nExec=${program}\n`,
  );
  const pid = () => readFile(pidFile, 'utf8').then(Number, () => null);
  return {
    dataFolder,
    wasAskedToStart: async () => (await pid()) !== null,
    end: async () => {
      const running = await pid();
      if (running !== null) process.kill(running, 'SIGKILL');
    },
  };
}
