import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import type { Home } from '../../qa/home.ts';
import type { TrayHost } from '../../qa/tray-host.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import { startNotifications } from '../fixtures/notifications.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { writeSavedAccounts } from '../fixtures/saved-accounts.ts';
import type { Screen } from '../fixtures/screen.ts';

interface Scene {
  readonly app: RunningApp & { readonly screen: Screen };
  readonly home: Home;
  readonly issuer: EmbeddedIssuer;
  readonly trayHost: TrayHost;
}

/** A kind of notification: the switch by which a person chooses it, and what it tells of. */
interface Kind {
  readonly setting: string;
  readonly title: string;
  readonly happens: (scene: Scene) => Promise<void>;
  /** Takes away what would be in the way of another. */
  readonly ends?: (scene: Scene) => Promise<void>;
}

const needsSignIn: Kind = {
  setting: 'When you need to sign in again',
  title: 'Sign in again',
  happens: async ({ app: { screen }, issuer }) => {
    const body = { error: { code: 'refresh_token_expired' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body });
    await screen.refresh.click();
    await expect(screen.account).toContainText('Your sign-in has expired');
  },
};

const rule: Kind = {
  setting: 'When a rule blocks your account or signs you out',
  title: 'A login rule will sign you out',
  happens: async ({ app: { screen }, home }) => {
    await home.configure('forced_chatgpt_workspace_id = "ws-other"\n');
    await expect(screen.removal).toBeVisible();
  },
  ends: async ({ app: { screen }, home }) => {
    await home.configure('');
    await expect(screen.removal).toBeHidden();
  },
};

const switched: Kind = {
  setting: 'When you switch accounts in the tray',
  title: 'Account switched',
  happens: async ({ app: { screen }, trayHost }) => {
    await trayHost.click('grace@example.com (5f0c2f6e…)');
    await expect(screen.account).toContainText(grace.email);
  },
};

const test = withApp.extend<{ shown: () => readonly string[]; scene: Scene }>({
  shown: async ({ trayHost }, use) => {
    const service = await startNotifications(trayHost.env, { answers: true });
    await use(() => service.shown().map(({ title }) => title));
    await service.stop();
  },
  scene: async ({ desktop, home, issuer, launchSignedIn, trayHost }, use) => {
    await writeSavedAccounts(desktop.dataFolder, [{ record: await chatgptRecord(issuer, grace) }]);
    const app = await launchSignedIn(ada, { env: trayHost.env });
    await use({ app, home, issuer, trayHost });
  },
});

// Each kind is off once and on once. What is on comes last, and is then all that was shown.
for (const { off, on } of [
  { off: needsSignIn, on: rule },
  { off: rule, on: switched },
  { off: switched, on: needsSignIn },
]) {
  test(`nothing is shown of "${off.title}" where that is off, and "${on.title}" is`, async ({
    shown,
    scene,
  }) => {
    const { electron, screen, window } = scene.app;
    const isSupported = await electron.evaluate(({ Notification }) => Notification.isSupported());
    test.skip(!isSupported, 'Electron has no libnotify. Run: apt-get install libnotify4');
    await screen.toSettings.click();
    const chosen = window.getByRole('switch', { name: off.setting });
    await chosen.click();
    await expect(chosen).not.toBeChecked();
    await expect(window.getByRole('switch', { name: on.setting })).toBeChecked();
    await screen.toAccount.click();
    // Who looks at the window needs no notification.
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());

    await off.happens(scene);
    await off.ends?.(scene);
    await on.happens(scene);
    await expect.poll(shown).toEqual([on.title]);
  });
}
