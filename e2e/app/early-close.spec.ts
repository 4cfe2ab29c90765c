import { expect, test } from '../fixtures/app.ts';
import type { RunningApp } from '../fixtures/running-app.ts';

const moments = ['did-start-loading', 'did-navigate', 'dom-ready', 'did-finish-load'] as const;

test('a window that is closed before it is seen is no line in the log @long', async ({
  desktop,
  trayHost,
  launchApp,
}) => {
  const app = await launchApp({ env: trayHost.env });
  // The first window is there before the icon that brings it back.
  await expect(app.window.getByRole('navigation').first()).toBeVisible();
  await closeWindows(app);
  const before = await desktop.log();
  for (const moment of moments) {
    await closeNextWindow(app, moment);
    await trayHost.activate();
    await untilClosed(app);
  }
  expect(await desktop.log()).toBe(before);
  expect(await app.printed()).not.toMatch(/disposed|destroyed/i);
  await app.stop();
});

async function closeWindows({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
}

interface Waiting {
  closed: Promise<void>;
}

/** Closes the next window at a moment of its loading. */
async function closeNextWindow({ electron }: RunningApp, moment: string): Promise<void> {
  await electron.evaluate(({ app }, name) => {
    (globalThis as unknown as Waiting).closed = new Promise<void>((resolve) => {
      app.once('browser-window-created', (_event, window) => {
        window.once('closed', resolve);
        // The events have one shape, and a type each.
        window.webContents.once(name as 'dom-ready', () => setImmediate(() => window.close()));
      });
    });
  }, moment);
}

function untilClosed({ electron }: RunningApp): Promise<void> {
  return electron.evaluate(() => (globalThis as unknown as Waiting).closed);
}
