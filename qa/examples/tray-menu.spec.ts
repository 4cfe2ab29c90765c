import { ada, trayOf } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('signs out by the menu of the tray icon', async ({ home, launchSignedIn, trayHost }) => {
  const app = await launchSignedIn(ada, { env: trayHost.env });
  const tray = trayOf(app, trayHost);
  await expect.poll(() => tray.entry('sign-out')).toMatchObject({ enabled: true });
  expect(await tray.entry('cancel-sign-in')).toBeNull();

  await tray.choose('sign-out');
  await app.window.getByTestId('dialog-confirm').filter({ visible: true }).click();
  // It is gone while the sign-out runs; ways to sign in are there once it has ended.
  await expect.poll(() => tray.entry('sign-in-browser')).toMatchObject({ enabled: true });
  expect(await tray.entry('sign-out')).toBeNull();
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});
