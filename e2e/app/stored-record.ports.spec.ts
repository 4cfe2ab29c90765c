import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/app.ts';
import { signInByBrowser } from '../fixtures/browser-sign-in.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

const half = '{"tokens": {"id_token": "ey';

test('says what is wrong with a damaged auth.json, leaves it, and keeps it aside for a new sign-in', async ({
  desktop,
  home,
  launchApp,
}) => {
  await home.writeAuth(half);
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(screen.heading('The stored sign-in cannot be used')).toBeVisible();
  await expect(window.getByText(/is not valid JSON/)).toContainText(home.authFile);
  await screen.button('Reload').click();
  await expect(screen.heading('The stored sign-in cannot be used')).toBeVisible();
  expect(await readFile(home.authFile, 'utf8')).toBe(half);

  await signInByBrowser(screen, desktop, ada);
  await expect(screen.notices).toContainText('The old credential file was kept');
  const kept = (await filesIn(home.folder)).filter((name) => name !== 'auth.json');
  expect(kept).toEqual([expect.stringMatching(/^auth\.json\.kept-\d{8}T\d{6}/)]);
  await expect(screen.notices).toContainText(kept[0] ?? '');
  expect(await readFile(path.join(home.folder, kept[0] ?? ''), 'utf8')).toBe(half);

  await screen.notices.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(screen.notices).toBeHidden();
});

test('takes up what another program has put right @long', async ({ home, issuer, launchApp }) => {
  await home.writeAuth({});
  const { window } = await launchApp();
  const screen = screenOf(window);
  await expect(screen.heading('The stored sign-in cannot be used')).toBeVisible();
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await expect(screen.account).toContainText(ada.email);
});
