import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { activityFileOf } from '../fixtures/activity.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';

const unreadable: readonly {
  readonly what: string;
  readonly put: (file: string) => unknown;
  readonly why: RegExp;
}[] = [
  { what: 'a pipe', put: (file) => execFileSync('mkfifo', [file]), why: /not a regular file/ },
  { what: 'a folder', put: (file) => mkdir(file), why: /not a regular file/ },
  { what: 'a device', put: (file) => symlink('/dev/zero', file), why: /not a regular file/ },
  { what: 'a dead link', put: (file) => symlink('/nowhere/at-all', file), why: /leads nowhere/ },
  {
    what: 'a link that leads to itself',
    put: (file) => symlink(file, file),
    why: /links lead in a circle/,
  },
  {
    what: 'a file that is too large',
    put: (file) => execFileSync('truncate', ['--size=64M', file]),
    why: /larger than/,
  },
];

test('an activity log that cannot be read is said, and is not taken for none @long', async ({
  desktop,
  launchSignedIn,
}) => {
  test.slow();
  const file = activityFileOf(desktop.dataFolder);
  const folder = path.dirname(file);
  const app = await launchSignedIn(ada);
  const { screen, window } = app;
  for (const { what, put, why } of unreadable) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    await put(file);
    await screen.toActivity.click();
    const alert = window.getByRole('region', { name: 'Activity' }).getByRole('alert');
    await expect(alert, what).toContainText('The activity cannot be read');
    await expect(alert, what).toContainText(
      '~/config/Gatehouse/activity/activity.jsonl cannot be read',
    );
    await expect(alert, what).toContainText(why);
    await expect(screen.heading('Nothing yet'), what).toBeHidden();
    if (what === 'a pipe') await inspectAppearance(app, 'activity-unreadable');
    await screen.toAccount.click();
    await expect(screen.account).toContainText(ada.email);
  }

  // In the place of the folder itself.
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  await screen.toActivity.click();
  const alert = window.getByRole('region', { name: 'Activity' }).getByRole('alert');
  await expect(alert).toContainText('~/config/Gatehouse/activity cannot be used');

  // What is done is done all the same, and recorded again once that can be.
  await screen.toAccount.click();
  await rm(folder);
  await screen.refresh.click();
  await screen.toActivity.click();
  await expect(screen.activityRows).toContainText([/Token refreshed.*You/]);
  await expect(alert).toBeHidden();
});
