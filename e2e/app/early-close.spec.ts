import type { RunningApp } from '../fixtures/running-app.ts';
import { expect, test } from '../fixtures/app.ts';

test('a window that is closed before it has loaded is no error', async ({
  desktop,
  launchApp,
  trayHost,
}) => {
  const app = await launchApp({ env: trayHost.env });
  await closeWindows(app);
  await noteFailures(app);
  for (let time = 0; time < 5; time += 1) {
    const closed = closeNextWindow(app);
    await trayHost.activate();
    await closed;
  }
  // What Chromium calls a load that was given up.
  await expect.poll(() => failures(app)).toContain(-3);
  expect(await desktop.log()).not.toContain('"level":"error"');
});

async function closeWindows({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
}

/** Closes the next window as soon as it begins to load. */
async function closeNextWindow({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(
    ({ app }) =>
      new Promise<void>((resolve) => {
        app.once('browser-window-created', (_event, window) => {
          window.once('closed', resolve);
          window.webContents.once('did-start-loading', () => setTimeout(() => window.close()));
        });
      }),
  );
}

interface Noting {
  failedLoads: number[];
}

async function noteFailures({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(({ app }) => {
    const noting = globalThis as unknown as Noting;
    noting.failedLoads = [];
    app.on('web-contents-created', (_event, contents) => {
      contents.on('did-fail-load', (_failed, code) => noting.failedLoads.push(code));
    });
  });
}

function failures({ electron }: RunningApp): Promise<number[]> {
  return electron.evaluate(() => (globalThis as unknown as Noting).failedLoads);
}
