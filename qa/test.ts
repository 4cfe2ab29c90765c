import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test as base, type Page, type TestInfo } from '@playwright/test';

import type { IssuerAccount } from '../electron/testing/issuer/accounts.ts';
import {
  startEmbeddedIssuer,
  type EmbeddedIssuer,
} from '../electron/testing/issuer/embedded-issuer.ts';
import type { EmbeddedIssuerOptions } from '../electron/testing/issuer/issuer-options.ts';
import { ensureDisplay } from '../scripts/virtual-display.mjs';
import { asset } from './assets.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createDesktop, type Desktop } from './desktop.ts';
import { createHome, type Home } from './home.ts';
import { appFolder, electronExecutable } from './installation.ts';
import { runProgram, type ProgramEnd } from './programs.ts';
import { chatgptRecord } from './records.ts';
import { launchElectron, sandboxArguments, type Launch, type RunningApp } from './running-app.ts';
import { screenOf, type Screen } from './screen.ts';
import { openState, worldOptionsOf, type StateName } from './states/index.ts';
import type { Situation } from './states/state.ts';
import { isTraced, isTraceKept, startTrace, stopTrace } from './tracing.ts';
import { startTrayHost, type TrayHost } from './tray-host.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export { expect } from '@playwright/test';

type AppLaunch = Partial<Omit<Launch, 'folder'>>;

interface Fixtures {
  /** How the issuer is; `test.use({ issuerOptions: … })`. */
  issuerOptions: EmbeddedIssuerOptions;
  /** The sign-in service of this test. */
  issuer: EmbeddedIssuer;
  /** Of issuer, app, window and command. */
  clock: TestClock;
  home: Home;
  desktop: Desktop;
  /** Launches the built app on this test's home and desktop; it ends with the test. */
  launchApp: (launch?: AppLaunch) => Promise<RunningApp>;
  /** Launches it with a stored ChatGPT sign-in, and waits until it is shown. */
  launchSignedIn: (
    account: IssuerAccount,
    launch?: AppLaunch,
  ) => Promise<RunningApp & { readonly screen: Screen }>;
  /** Launches it once more while it runs, as a person would by its icon. */
  launchAgain: () => Promise<ProgramEnd>;
  /** A panel with a tray; the app finds it by `trayHost.env`. */
  trayHost: TrayHost;
  /** The app, launched with nothing stored. */
  app: RunningApp;
  /** The window of `app`. */
  window: Page;
  /** A machine of one's own, for what the fixtures above do not have; it ends with the test. */
  createWorld: (options?: WorldOptions) => Promise<World>;
  /** Brings such a machine to a state, by its name in docs/testing.md. */
  openState: (name: StateName, more?: WorldOptions) => Promise<Situation>;
  /** A second Chromium, as the person's web browser, on a page. */
  visit: (page: string) => Promise<Page>;
}

/** What is kept of the apps of a test. */
interface Recording {
  start(app: RunningApp): Promise<void>;
  keep(desktop: Desktop, running: readonly RunningApp[]): Promise<void>;
}

interface WorkerFixtures {
  /** Where windows are: the display of this machine, else a virtual one. */
  display: void;
}

export const test = base.extend<Fixtures & { record: Recording }, WorkerFixtures>({
  display: [
    async ({}, use) => {
      const display = await ensureDisplay();
      await use();
      display?.stop();
    },
    { scope: 'worker' },
  ],
  issuerOptions: [{}, { option: true }],
  clock: async ({}, use) => use(createTestClock()),
  issuer: async ({ issuerOptions, clock }, use) => {
    const issuer = await startEmbeddedIssuer({ clock: () => clock.now(), ...issuerOptions });
    await use(issuer);
    await issuer.close();
  },
  home: async ({ issuer }, use) => {
    const home = await createHome(issuer.origin);
    await use(home);
    await home.dispose();
  },
  // For the display of this process is the one of the desktop.
  desktop: async ({ display: _display }, use) => {
    const desktop = await createDesktop();
    await use(desktop);
    await desktop.dispose();
  },
  record: async ({ trace }, use, testInfo) => {
    const mode = typeof trace === 'string' ? trace : trace.mode;
    const traced = { mode, retry: testInfo.retry };
    await use({
      start: async (app) => {
        if (isTraced(traced)) await startTrace(app);
      },
      async keep(desktop, running) {
        const hasFailed = testInfo.status !== testInfo.expectedStatus;
        if (isTraced(traced)) {
          await keepTraces(testInfo, running, isTraceKept(traced, hasFailed));
        }
        if (hasFailed) await keepEvidence(testInfo, desktop, running);
      },
    });
  },
  launchApp: async ({ home, desktop, clock, record }, use) => {
    const running: RunningApp[] = [];
    await use(async ({ env, ...launch } = {}) => {
      const { folder } = desktop;
      const app = await launchElectron({
        ...launch,
        folder,
        env: { ...home.env, ...desktop.env, ...clock.env(), ...env },
      });
      running.push(app);
      await clock.follow(app);
      await record.start(app);
      return app;
    });
    try {
      await record.keep(desktop, running);
    } finally {
      for (const app of running) await app.stop();
    }
  },
  createWorld: async ({ display: _display, record }, use) => {
    const worlds: { readonly world: World; readonly running: readonly RunningApp[] }[] = [];
    await use(async (options) => {
      const running: RunningApp[] = [];
      const onLaunch = async (app: RunningApp): Promise<void> => {
        running.push(app);
        await record.start(app);
      };
      const world = await createWorld({ ...options, onLaunch });
      worlds.push({ world, running });
      return world;
    });
    for (const { world, running } of worlds) {
      try {
        await record.keep(world.desktop, running);
      } finally {
        await world.dispose();
      }
    }
  },
  openState: async ({ createWorld: newWorld }, use) =>
    use(async (name, more) => openState(name, await newWorld(worldOptionsOf(name, more)))),
  launchSignedIn: async ({ home, issuer, launchApp }, use) =>
    use(async (account, launch) => {
      await home.writeAuth(await chatgptRecord(issuer, account));
      const app = await launchApp(launch);
      const screen = screenOf(app.window);
      await expect(screen.account).toContainText(account.email);
      return { ...app, screen };
    }),
  launchAgain: async ({ home, desktop }, use) =>
    use(() =>
      runProgram(electronExecutable(), [appFolder(), ...sandboxArguments()], {
        env: { ...home.env, ...desktop.env },
      }),
    ),
  trayHost: async ({}, use) => {
    const trayHost = await startTrayHost();
    await use(trayHost);
    await trayHost.stop();
  },
  app: async ({ launchApp }, use) => use(await launchApp()),
  window: async ({ app }, use) => use(app.window),
  visit: async ({ desktop }, use) => {
    const running: RunningApp[] = [];
    await use(async (page) => {
      const browser = await launchElectron({
        folder: desktop.folder,
        env: { ...desktop.env, XDG_CONFIG_HOME: path.join(desktop.folder, 'browser') },
        appFolder: asset('plain-browser'),
        args: [page],
      });
      running.push(browser);
      return browser.window;
    });
    for (const browser of running) await browser.stop();
  },
});

async function keepTraces(
  testInfo: TestInfo,
  running: readonly RunningApp[],
  isKept: boolean,
): Promise<void> {
  for (const [index, app] of running.entries()) {
    if (app.hasEnded()) continue;
    const file = isKept ? testInfo.outputPath(`trace-of-app-${index}.zip`) : null;
    await stopTrace(app, file);
    if (file !== null) {
      await testInfo.attach('trace', { path: file, contentType: 'application/zip' });
    }
  }
}

/** What one needs to see of a test that failed, as files in its folder of results. */
async function keepEvidence(
  testInfo: TestInfo,
  desktop: Desktop,
  running: readonly RunningApp[],
): Promise<void> {
  const keep = async (name: string, content: string | Buffer, contentType: string) => {
    const file = testInfo.outputPath(name);
    await writeFile(file, content);
    await testInfo.attach(name, { path: file, contentType });
  };
  await keep('gatehouse.log', await desktop.log(), 'text/plain');
  for (const [index, app] of running.entries()) {
    await keep(`printed-${index}.txt`, await app.printed(), 'text/plain');
    for (const page of app.electron.windows()) {
      const picture = await page.screenshot({ timeout: 5_000 }).catch(() => null);
      if (picture !== null) await keep(`window-${index}.png`, picture, 'image/png');
    }
  }
}
