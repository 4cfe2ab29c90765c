import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { canHaveMachineFiles } from '../../qa/machine-files.ts';
import { withMachineFiles, type LaunchManaged } from '../../qa/managed-app.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { screenOf } from '../fixtures/screen.ts';

const test = withApp.extend<{ launchManaged: LaunchManaged }>({ launchManaged: withMachineFiles });

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
  // The last line of a start.
  await expect.poll(() => desktop.log()).toContain('"core-dumps"');
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

test.describe('a window that is closed before the app knows anything', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

  test('is back with the account, where there is a tray', async ({
    home,
    issuer,
    launchManaged,
    trayHost,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const silence = silenceOf(issuer);
    const app = await launchManaged(demanding(issuer), { env: trayHost.env });
    await silence.reached;
    await closeWindows(app);
    await expect.poll(() => app.electron.windows()).toEqual([]);
    silence.release();
    await expect.poll(() => trayHost.menu()).not.toEqual([]);
    const opened = app.electron.waitForEvent('window');
    await trayHost.activate();
    await expect(screenOf(await opened).account).toContainText(ada.email);
    await app.stop();
  });

  test('ends the app, where there is none', async ({ home, issuer, launchManaged }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const silence = silenceOf(issuer);
    const app = await launchManaged(demanding(issuer));
    await silence.reached;
    await closeWindows(app);
    silence.release();
    expect(await app.exitCode()).toBe(0);
  });
});

/** The app is not put together while it waits for the keys of the issuer, which takes two seconds at most. */
function silenceOf(issuer: EmbeddedIssuer) {
  return issuer.fail({ endpoint: 'discovery', kind: 'hang', takesEffect: 'on-release' });
}

const demanding = ({ origin }: EmbeddedIssuer) => ({
  'requirements.toml': `[gatehouse]\ntrusted_issuer = "${origin}"\nrequire_verified_workspace = true\n`,
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
