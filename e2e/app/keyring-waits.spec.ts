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
  /** On the bus of the tray, with the sign-in of Ada in it. */
  odd: OddSecretService;
  /** Launches the app, and waits until window and tray are there. */
  launchBesideKeyring: () => Promise<RunningApp & { readonly screen: Screen }>;
}

const test = base.extend<Fixtures>({
  odd: async ({ trayHost, home, issuer }, use) => {
    const odd = await startOddSecretService(trayHost.env['DBUS_SESSION_BUS_ADDRESS']);
    await home.configure(setting('keyring'));
    const record = await chatgptRecord(issuer, ada);
    await secretToolOf(odd.env).store(await recordItem(home), JSON.stringify(record));
    await use(odd);
    await odd.stop();
  },
  launchBesideKeyring: async ({ launchApp, trayHost }, use) =>
    use(async () => {
      const app = await launchApp({ env: trayHost.env });
      await watchMainProcess(app);
      await expect.poll(async () => (await trayHost.menu()).length).toBeGreaterThan(0);
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
  const { screen } = await launchBesideKeyring();
  await expect(screen.notices).toContainText(untilAnswered);
  const slow = screen.heading('The keyring is slow to answer');
  await expect(slow.first()).toBeVisible({ timeout: 90_000 });
  await expect(screen.withChatgpt).toBeHidden();

  await odd.behaveWell();
  await expect(screen.account).toContainText(ada.email, { timeout: 90_000 });
  await expect(screen.notices).toBeHidden();
});

test.describe('with tokens that are due', () => {
  // Due a minute after it came.
  test.use({ issuerOptions: { accessTokenLifetimeSeconds: 420 } });

  test('a keyring that takes 10 seconds for each answer is waited for @long', async ({
    odd,
    launchBesideKeyring,
  }) => {
    test.setTimeout(180_000);
    await odd.behave({ methodDelaysMs: { SearchItems: 10_000 } });
    const app = await launchBesideKeyring();
    const { screen } = app;
    await expect(screen.notices).toContainText(untilAnswered);
    await expect(screen.account).toContainText(ada.email, { timeout: 60_000 });
    await expect(screen.notices).toBeHidden({ timeout: 60_000 });
    expect(await longestBlockMs(app)).toBeLessThan(1_000);
  });

  test.describe.configure({ timeout: 180_000 });

  const slow = { methodDelaysMs: { SetSecret: 10_000 } };
  // The answer goes into the journal first, and then to its place.
  const dies = { when: 'unanswered', method: 'SetSecret', call: 2, backAfterMs: 3_000 } as const;
  for (const [what, as] of [
    ['is answered after 10 seconds is waited for', slow],
    ['gets no answer, since the service ended, is found done', { dies }],
  ] as const) {
    test(`a save that ${what} @long`, async ({ odd, issuer, launchBesideKeyring }) => {
      const { screen } = await launchBesideKeyring();
      await expect(screen.account).toContainText(ada.email);
      await odd.behave(as);
      const from = issuer.requests.length;
      await screen.openDetails.click();
      await screen.refresh.click();
      await expect.poll(() => refreshRequestsSince(issuer, from).all.length).toBe(1);
      if (as === slow) {
        await expect(screen.notices).toContainText(untilAnswered);
        await expect(screen.notices).not.toContainText('could not be saved');
      }
      const refresh = screen.account.getByRole('button', { name: 'Refresh now' });
      await expect(refresh).toBeEnabled({ timeout: 60_000 });
      await expect(screen.notices).toBeHidden({ timeout: 60_000 });

      await odd.behaveWell();
      await screen.refresh.click();
      await expect.poll(() => refreshRequestsSince(issuer, from).all.length).toBe(2);
      await expect(screen.refresh).toBeEnabled();
      await expect(screen.notices).toBeHidden();
      expect(refreshRequestsSince(issuer, from).reuses).toBe(0);
    });
  }
});
