import { startOddSecretService } from '../../electron/testing/secret-service/odd-secret-service.ts';
import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';
import { recordItem, setting } from '../fixtures/stores.ts';

test('of two entries that match, both are named by label and time, and one can be removed', async ({
  home,
  issuer,
  launchApp,
}) => {
  test.slow();
  const odd = await startOddSecretService();
  try {
    await home.configure(setting('keyring'));
    const item = await recordItem(home);
    const attributes = { ...item, target: 'default', application: 'rust-keyring' };
    const [older, newer] = [await chatgptRecord(issuer, grace), await chatgptRecord(issuer, ada)];
    const at = (time: string): number => Date.parse(time) / 1000;
    await odd.add({
      attributes,
      label: 'Old laptop',
      value: JSON.stringify(older),
      created: at('2026-01-02T03:04:05Z'),
      modified: at('2026-02-03T04:05:06Z'),
    });
    await odd.add({
      attributes,
      label: 'Codex',
      value: JSON.stringify(newer),
      created: at('2026-03-04T05:06:07Z'),
      modified: at('2026-03-04T05:06:07Z'),
    });
    const app = await launchApp({ env: odd.env });
    const screen = screenOf(app.window);
    // Said once, and with the entries to choose from already in view.
    const title = app.window.getByText('Several entries in the keyring match');
    await expect(title).toHaveCount(1);
    await expect(screen.heading('Your sign-in cannot be read now')).toBeVisible();
    await expect(title).not.toContainText(/\d{4}-\d\d-\d\dT/);
    await expect(screen.button('Check again')).toBeVisible();
    const entries = screen.storage.getByRole('list', { name: 'Entries of the keyring that match' });
    await expect(entries.getByRole('listitem')).toContainText([
      /Codex.*Changed .*Mar/s,
      /Old laptop.*Changed .*Feb.*created .*Jan/s,
    ]);
    await inspectAppearance(app, 'storage-several-entries');

    const remove = entries.getByRole('button', { name: 'Remove this entry' }).last();
    await expect(remove).toHaveAccessibleDescription(/Changed .*Feb/);
    await remove.click();
    const dialog = screen.storage.getByRole('dialog', { name: 'Remove this entry?' });
    await expect(dialog).toContainText(/Old laptop.*Changed .*Feb/);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect((await odd.report()).items).toHaveLength(2);

    await remove.click();
    await dialog.getByRole('button', { name: 'Remove this entry' }).click();
    await expect(screen.account).toContainText(ada.email);
    await expect(entries).toBeHidden();
    expect((await odd.report()).items.map(({ label }) => label)).toEqual(['Codex']);
  } finally {
    await odd.stop();
  }
});
