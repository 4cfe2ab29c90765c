import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { startTrayHost } from '../fixtures/tray-host.ts';

test('opens the window where a tray is there and takes no icon', async ({ launchApp }) => {
  const tray = await startTrayHost('--refuse');
  try {
    // Without a tray of X11, which no display of these tests has.
    const app = await launchApp({ env: tray.env, args: ['--hidden'] });
    await expect(app.window.getByRole('main')).toBeVisible();
  } finally {
    await tray.stop();
  }
});

test('goes on where the notification service never answers', async ({
  issuer,
  launchSignedIn,
  launchAgain,
  trayHost,
}) => {
  const silent = spawn(
    '/usr/bin/python3',
    [path.join(import.meta.dirname, '../fixtures/notifications.py')],
    { env: { PATH: process.env['PATH'], ...trayHost.env }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    await once(createInterface({ input: silent.stdout }), 'line');
    const { electron, screen } = await launchSignedIn(ada, { env: trayHost.env });
    // Something worth a notification, while nobody looks.
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    const body = { error: { code: 'refresh_token_expired' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
    await screen.refresh.click();
    await expect(screen.notices).toContainText('your refresh token has expired');
    // It still answers, and is not taken for dead by a second launch.
    expect(await electron.evaluate(() => 'here')).toBe('here');
    expect((await launchAgain()).exitCode).toBe(0);
    expect(await electron.evaluate(() => 'here')).toBe('here');
  } finally {
    silent.stdin.end();
    await once(silent, 'exit');
  }
});

test('lives on where the process that draws is killed, again and again, and logs it', async ({
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
