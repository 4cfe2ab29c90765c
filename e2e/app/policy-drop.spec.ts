import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { expect, test } from '../fixtures/app.ts';
import type { RunningApp } from '../fixtures/running-app.ts';

const forced = 'forced_chatgpt_workspace_id = "ws-other"\n';

/** What a person might drop, and why it is no candidate. */
const useless: readonly {
  readonly name: string;
  readonly make: (file: string) => unknown;
}[] = [
  { name: 'pipe.toml', make: (file) => execFileSync('mkfifo', [file]) },
  { name: 'device.toml', make: (file) => symlink('/dev/zero', file) },
  { name: 'terminal.toml', make: (file) => symlink('/dev/ptmx', file) },
  { name: 'dead-link.toml', make: (file) => symlink('nowhere', file) },
  { name: 'circle.toml', make: (file) => symlink(file, file) },
  { name: 'folder.toml', make: (file) => mkdir(file) },
  { name: 'kernel.toml', make: (file) => symlink('/proc/self/mem', file) },
  { name: 'empty.toml', make: (file) => writeFile(file, '') },
];

/** Drops a file from outside of the window onto its preview, as a file manager does. */
async function drop({ electron, window }: RunningApp, file: string): Promise<void> {
  const target = window.getByRole('region', { name: 'Preview' });
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
  await electron.evaluate(
    async ({ BrowserWindow }, { files, x, y }) => {
      const page = BrowserWindow.getAllWindows()[0]?.webContents;
      page?.debugger.attach();
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop']) {
        await page?.debugger.sendCommand('Input.dispatchDragEvent', { type, x, y, data });
      }
      page?.debugger.detach();
    },
    { files: [file], ...at },
  );
}

/** Stands for the person who picks a file. */
async function choose({ electron, window }: RunningApp, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
  await window.getByRole('button', { name: 'Choose a file…' }).click();
}

test('what is no file to read is told, never taken for a file without rules, and stops nothing @long', async ({
  desktop,
  launchSignedIn,
}) => {
  test.slow();
  const app = await launchSignedIn(ada);
  const { electron, screen, window } = app;
  await screen.toPolicy.click();
  const preview = window.getByText(/^Preview of/);
  for (const { name, make } of useless) {
    const file = path.join(desktop.folder, name);
    await make(file);
    for (const bring of name === 'empty.toml' ? [drop] : [drop, choose]) {
      await bring(app, file);
      const alert = window.getByRole('alert').filter({ hasText: name });
      await expect(alert, `${bring.name} ${name}`).toContainText(/cannot be read|is not there/);
      // The drop was at the other end of the page.
      await expect(alert).toBeInViewport({ ratio: 0.9 });
      await expect(preview).toBeHidden();
      if (name === 'pipe.toml' && bring === drop)
        await inspectAppearance(app, 'policy-dropped-pipe');
      await screen.button('Dismiss').click();
      await expect(alert).toBeHidden();
      expect(await electron.evaluate(() => 'here')).toBe('here');
    }
  }

  // A file that can be read is one by either way.
  const file = path.join(desktop.folder, 'managed_config.toml');
  await writeFile(file, forced);
  for (const bring of [drop, choose]) {
    await bring(app, file);
    await expect(preview).toBeVisible();
    await expect(window.getByRole('region', { name: 'Summary' })).not.toContainText('Compliant');
    if (bring === drop) await inspectAppearance(app, 'policy-preview');
    await screen.button('Back to this device').click();
    await expect(preview).toBeHidden();
  }
});
