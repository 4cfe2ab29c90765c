import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { activityIn, told } from '../fixtures/activity.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

const key = 'sk-test-0123456789abcdef';

test('a kept sign-in is used and removed in the window, and the command line sees the same', async ({
  desktop,
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const env = { ...home.env, GATEHOUSE_DATA: desktop.dataFolder };
  const command = async (...args: string[]) =>
    (await runGatehouse(args, { env, stdin: key })).stdout;
  await command('login', '--with-api-key');
  const app = await launchApp();
  const { window } = app;
  const screen = screenOf(window);
  const card = window.getByRole('region', { name: 'Kept sign-ins' });
  await expect(card).toContainText(ada.email);
  await expect(card).toContainText('A new sign-in took its place.');
  await inspectAppearance(app, 'kept-sign-in');

  const use = card.getByRole('button', { name: 'Use this sign-in' });
  await expect(use).toHaveAccessibleDescription(ada.email);
  await use.focus();
  await window.keyboard.press('Enter');
  await expect(screen.account).toContainText(ada.email);
  await expect(card).not.toContainText(ada.email);
  await expect(card).toContainText('API key');
  await expect(card).toContainText('Another kept sign-in took its place.');
  // The button is gone, and the keyboard goes on from the account that is in use now.
  await expect(screen.account.getByRole('heading')).toBeFocused();
  expect(await command('status')).toMatch(new RegExp(`${ada.email}[^]*1 sign-in is kept\\.`));
  expect(await command('kept')).toMatch(/API key[^]*Another kept sign-in took its place\./);

  await card.getByRole('button', { name: 'Remove' }).click();
  const dialog = window.getByRole('dialog', { name: 'Remove this kept sign-in?' });
  await expect(dialog).toContainText('The key is deleted from this device.');
  await inspectAppearance(app, 'kept-sign-in-removal');
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(card.getByRole('button', { name: 'Remove' })).toBeFocused();
  await window.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(card).toBeHidden();
  await expect(screen.notices).toContainText('The key stays valid until you delete it');
  await expect(screen.account.getByRole('heading')).toBeFocused();
  expect(await command('kept')).toBe('No sign-ins are kept.\n');
  expect(await command('status')).not.toContain('kept');

  expect(told(await activityIn(desktop.dataFolder))).toEqual([
    'command-line keep-sign-in done',
    'command-line sign-in done',
    'background keep-sign-in done',
    'user use-kept done',
    'user remove-kept done',
  ]);
  await screen.toActivity.click();
  await expect(screen.activityRows).toContainText([
    /Kept sign-in removed.*You/,
    /Kept sign-in put into use.*You/,
    /Sign-in kept aside.*Gatehouse/,
    /Signed in with an API key.*Command line/,
    /Sign-in kept aside.*Command line/,
  ]);
  await inspectAppearance(app, 'kept-sign-in-activity');
});

test('kept sign-ins that cannot be used are named, and only what cannot be read can be removed @long', async ({
  home,
  launchApp,
}) => {
  const folder = path.join(home.folder, 'kept-sign-ins');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(path.join(folder, 'future.json'), '{"version":2}', { mode: 0o600 });
  await writeFile(path.join(folder, 'damaged.json'), '{"version":', { mode: 0o600 });
  const app = await launchApp();
  const card = app.window.getByRole('region', { name: 'Kept sign-ins' });
  await expect(card).toContainText('A sign-in from a newer Gatehouse');
  await expect(card).toContainText('A sign-in that can’t be read');
  await expect(card.getByRole('button')).toHaveText(['Remove']);
  await inspectAppearance(app, 'kept-sign-ins-unusable');
  // What nobody has decided on stays.
  expect((await readdir(folder)).sort()).toEqual(['damaged.json', 'future.json']);
  await card.getByRole('button', { name: 'Remove' }).click();
  await app.window.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(card).not.toContainText('can’t be read');
  expect(await readdir(folder)).toEqual(['future.json']);
});

test('copies of what could not be read are listed and removed on the word of the person alone @long', async ({
  desktop,
  home,
  issuer,
  launchSignedIn,
}) => {
  test.slow();
  const copies = ['20260122T164843.123Z', '20260123T080000.000Z'].map(
    (stamp) => `auth.json.kept-${stamp}`,
  );
  // Not a copy: nobody but its owner knows what is in it.
  const stranger = 'auth.json.kept-by-me';
  const stuck = 'auth.json.kept-20260124T080000.000Z';
  for (const name of [...copies, stranger]) await writeFile(path.join(home.folder, name), '{"to');
  await mkdir(path.join(home.folder, stuck));
  const app = await launchSignedIn(ada);
  const { screen, window } = app;
  await screen.openStorage.click();
  const list = screen.storage.getByRole('list', { name: 'Kept copies of what could not be read' });
  await expect(list.getByRole('listitem')).toContainText([...copies, stuck]);
  await inspectAppearance(app, 'storage-kept-copies');

  const remove = screen.button('Remove these copies');
  const dialog = window.getByRole('dialog', { name: 'Remove these copies?' });
  await remove.click();
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  expect(await readdir(home.folder)).toEqual(expect.arrayContaining(copies));

  await remove.click();
  await dialog.getByRole('button', { name: 'Remove these copies' }).click();
  // One that cannot be removed keeps none of the others.
  await expect(list.getByRole('listitem')).toContainText([stuck]);
  await expect(screen.notices).toContainText(stuck);
  const left = await readdir(home.folder);
  expect(left.filter((name) => copies.includes(name))).toEqual([]);
  expect(left).toEqual(expect.arrayContaining([stranger, stuck]));
  await expect
    .poll(() => activityIn(desktop.dataFolder).then(told))
    .toEqual(['user remove-copy partly']);
  expect(issuer.requests).toEqual([]);
});
