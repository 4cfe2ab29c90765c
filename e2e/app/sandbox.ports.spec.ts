import { chown, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { findElectronRuntime } from '../../scripts/electron-runtime.mjs';
import { prepareNonRootElectron } from '../../scripts/non-root-electron.mjs';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test as base } from '../fixtures/app.ts';
import { screenOf } from '../fixtures/screen.ts';

/** An ordinary user, to whom the folders of this test belong. */
const test = base.extend<{ user: ReturnType<typeof prepareNonRootElectron> }>({
  user: async ({ home, desktop }, use) => {
    const runtime = findElectronRuntime();
    if (runtime === undefined) throw new Error('There is no Electron yet. Run: npm test');
    const user = prepareNonRootElectron(runtime);
    const { uid, gid } = user.owner;
    for (const folder of [home.folder, desktop.folder, path.join(desktop.folder, 'config')]) {
      await chown(folder, uid, gid);
    }
    await use(user);
    user.dispose();
  },
});

test('signs in as an ordinary user, with the page in Chromium’s sandbox', async ({
  desktop,
  home,
  launchApp,
  user,
}) => {
  const { executable, appFolder } = user;
  const { electron, window } = await launchApp({ executable, appFolder, sandbox: true });
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  await signInWith(await desktop.openedPage(), ada.email);
  await expect(screen.account).toContainText(ada.email);
  const { mode, uid } = await stat(home.authFile);
  expect(mode & 0o777).toBe(0o600);
  expect(uid).toBe(user.owner.uid);

  const processes = await electron.evaluate(({ BrowserWindow }) => ({
    main: process.pid,
    page: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  }));
  const main = await factsOf(processes.main);
  const page = await factsOf(processes.page);
  expect(page.commandLine).toContain('--type=renderer');
  expect(main.commandLine).not.toContain('--no-sandbox');
  expect(page.commandLine).not.toContain('--no-sandbox');
  // The sandbox's two layers: namespaces, where the page has a process id of its own, and a filter
  // of system calls. Counted from the main process, which may be in a container itself.
  expect(page.pidNamespaces).toBeGreaterThan(main.pidNamespaces);
  expect(page.systemCallFilters).toBeGreaterThan(main.systemCallFilters);
  expect(page.capabilities).toBe(0n);
  expect(page.mayGainPrivileges).toBe(false);
});

/** What Linux says of a process; see proc_pid_status(5). */
async function factsOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  return {
    commandLine: (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' '),
    pidNamespaces: field('NSpid').split(/\s+/).length,
    systemCallFilters: Number(field('Seccomp_filters')),
    capabilities: BigInt(`0x${field('CapEff')}`),
    mayGainPrivileges: field('NoNewPrivs') !== '1',
  };
}
