import {
  startOddSecretService,
  type OddSecretService,
} from '../../electron/testing/secret-service/odd-secret-service.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test as base } from '../fixtures/app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import type { RunningApp } from '../fixtures/running-app.ts';
import { screenOf, type Screen } from '../fixtures/screen.ts';
import { secretToolOf } from '../fixtures/secret-service.ts';
import { recordItem, setting } from '../fixtures/stores.ts';
import { longestBlockMs, watchMainProcess } from '../soak/measures.ts';

interface Fixtures {
  /** Whether a tray is on the bus. Such a bus starts another keyring where one has ended. */
  hasTray: boolean;
  /** On the bus of the app, with the sign-in of Ada in it. */
  odd: OddSecretService;
  /** Launches the app, and waits until window and tray, where there is one, are there. */
  launchBesideKeyring: () => Promise<RunningApp & { readonly screen: Screen }>;
}

const test = base.extend<Fixtures>({
  hasTray: [true, { option: true }],
  odd: async ({ hasTray, trayHost, home, issuer }, use) => {
    const bus = trayHost.env['DBUS_SESSION_BUS_ADDRESS'];
    const odd = await startOddSecretService(hasTray ? bus : undefined);
    await home.configure(setting('keyring'));
    const record = await chatgptRecord(issuer, ada);
    await secretToolOf(odd.env).store(await recordItem(home), JSON.stringify(record));
    await use(odd);
    await odd.stop();
  },
  launchBesideKeyring: async ({ hasTray, launchApp, odd, trayHost }, use) =>
    use(async () => {
      const app = await launchApp({ env: hasTray ? trayHost.env : odd.env });
      await watchMainProcess(app);
      if (hasTray) await expect.poll(async () => (await trayHost.menu()).length).not.toBe(0);
      return { ...app, screen: screenOf(app.window) };
    }),
});

const untilUnlocked = 'Waiting for the keyring to be unlocked...';
const untilAnswered = 'Waiting for the keyring to answer...';

test('while the keyring asks for its password, window and tray are there and say so', async ({
  odd,
  launchBesideKeyring,
}) => {
  const prompts = { create: 'none', delete: 'none', unlock: 'unanswered' } as const;
  await odd.behave({ locked: 'hidden', prompts });
  const { screen } = await launchBesideKeyring();
  await expect(screen.notices).toContainText(untilUnlocked);
  await expect(screen.withChatgpt).toBeHidden();
  // One question, which is not asked anew by each look.
  expect((await odd.report()).standingPrompts).toBe(1);

  await odd.answer('confirmed');
  await expect(screen.account).toContainText(ada.email);
  await expect(screen.notices).toBeHidden();
  expect((await odd.report()).calls['Prompt']).toBe(1);
});

test('a keyring that hangs blocks nothing, and the account comes when it goes on @long', async ({
  odd,
  launchBesideKeyring,
}) => {
  process.kill(odd.pid, 'SIGSTOP');
  const app = await launchBesideKeyring();
  const { screen } = app;
  await expect(screen.notices).toContainText(untilAnswered);
  await expect(screen.withChatgpt).toBeHidden();
  // The library that was used before stood still for two seconds with each question.
  expect(await longestBlockMs(app)).toBeLessThan(1_000);

  process.kill(odd.pid, 'SIGCONT');
  await expect(screen.account).toContainText(ada.email);
  await expect(screen.notices).toBeHidden();
});

test('a keyring that never answers is given up and asked again by itself @long', async ({
  odd,
  launchBesideKeyring,
}) => {
  test.setTimeout(180_000);
  await odd.behave({ methodDelaysMs: { SearchItems: 3_600_000 } });
  const { screen, window } = await launchBesideKeyring();
  await expect(screen.notices).toContainText(untilAnswered);
  const slow = window.getByText('The keyring did not answer in time.');
  await expect(slow).toBeVisible({ timeout: 90_000 });
  await expect(screen.withChatgpt).toBeHidden();

  await odd.behaveWell();
  await expect(screen.account).toContainText(ada.email, { timeout: 90_000 });
  await expect(screen.notices).toBeHidden();
});

test.describe('with tokens that are due', () => {
  // Due a minute after it came.
  test.use({ issuerOptions: { accessTokenLifetimeSeconds: 420 }, hasTray: false });
  test.describe.configure({ timeout: 180_000 });

  test('a keyring that takes 10 seconds for each search is waited for @long', async ({
    odd,
    launchBesideKeyring,
  }) => {
    await odd.behave({ methodDelaysMs: { SearchItems: 10_000 } });
    const app = await launchBesideKeyring();
    const { screen } = app;
    await expect(screen.notices).toContainText(untilAnswered);
    await expect(screen.account).toContainText(ada.email, { timeout: 60_000 });
    await expect(screen.notices).toBeHidden({ timeout: 60_000 });
    expect(await longestBlockMs(app)).toBeLessThan(1_000);
  });

  test('a save that takes 10 seconds is waited for, and not called lost @long', async ({
    odd,
    issuer,
    launchBesideKeyring,
  }) => {
    const { screen } = await launchBesideKeyring();
    await expect(screen.account).toContainText(ada.email);
    await odd.behave({ methodDelaysMs: { SetSecret: 10_000 } });
    const from = issuer.requests.length;
    await screen.openDetails.click();
    await screen.refresh.click();
    await expect(screen.notices).toContainText(untilAnswered);
    await expect(screen.notices).not.toContainText('could not be saved');
    await expect(screen.refresh).toBeEnabled({ timeout: 60_000 });
    await expect(screen.notices).toBeHidden();

    await odd.behaveWell();
    await screen.refresh.click();
    await expect.poll(() => refreshRequestsSince(issuer, from).all.length).toBe(2);
    expect(refreshRequestsSince(issuer, from).reuses).toBe(0);
  });

  test('a save that got no answer, since the service ended, is found done @long', async ({
    odd,
    issuer,
    launchBesideKeyring,
  }) => {
    const { screen } = await launchBesideKeyring();
    await expect(screen.account).toContainText(ada.email);
    // The answer goes into the journal first, and then to its place.
    const dies = { when: 'unanswered', method: 'SetSecret', call: 2, backAfterMs: 3_000 } as const;
    await odd.behave({ dies });
    const from = issuer.requests.length;
    await screen.openDetails.click();
    await screen.refresh.click();
    await expect(screen.account).toContainText('could not be saved');
    await expect(screen.account).not.toContainText('could not be saved', { timeout: 60_000 });
    expect(refreshRequestsSince(issuer, from).all).toHaveLength(1);

    await screen.refresh.click();
    await expect.poll(() => refreshRequestsSince(issuer, from).all.length).toBe(2);
    expect(refreshRequestsSince(issuer, from).reuses).toBe(0);
    await expect(screen.notices).toBeHidden();
  });
});
