import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { ada, pickFile } from '@gatehouse/qa';
import { expect, test } from '@gatehouse/qa/test';

test('exports the diagnostics to the file that is picked, without a secret', async ({
  desktop,
  issuer,
  launchSignedIn,
}) => {
  const app = await launchSignedIn(ada);
  const file = path.join(desktop.folder, 'report.txt');
  await pickFile(app, file);
  await app.window.getByTestId('nav-diagnostics').click();
  await app.window.getByTestId('diagnostics-export').click();

  await expect(app.window.getByTestId('toast')).not.toBeEmpty();
  const report = await readFile(file, 'utf8');
  expect(report).toContain('Gatehouse');
  expect(issuer.secrets().filter((secret) => report.includes(secret))).toEqual([]);
});
