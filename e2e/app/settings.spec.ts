import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { pickFile } from '../../qa/file-dialog.ts';
import { expect, test as base } from '../fixtures/app.ts';
import { inspectAppearance } from '../fixtures/appearance.ts';
import { askAsPage } from '../fixtures/bridge.ts';
import { startEntry } from '../fixtures/login-session.ts';
import {
  canHaveMachineFiles,
  machineFolder,
  programBesideMachineFiles,
} from '../fixtures/machine-files.ts';
import { electronExecutable, type RunningApp } from '../fixtures/running-app.ts';
import { screenOf, type Screen } from '../fixtures/screen.ts';

/** What a person's login has of Gatehouse. */
interface Login {
  /** The entry, as it is where it is; null where there is none. */
  readonly entry: () => Promise<string | null>;
  readonly entryFile: string;
  /** Names a program to start, for the app is not installed. */
  readonly args: readonly string[];
  /** What that program was started with, one argument a line. */
  readonly started: () => Promise<string>;
}

const test = base.extend<{
  login: Login;
  /** The app with this rule in the requirements of its machine. */
  launchManaged: (toml: string) => Promise<RunningApp>;
}>({
  login: async ({ desktop }, use) => {
    // Of all that an entry has to quote.
    const program = path.join(desktop.folder, 'a 50%u "program" $HOME');
    const trace = path.join(desktop.folder, 'started');
    await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${trace}'\n`);
    await chmod(program, 0o755);
    const entryFile = path.join(desktop.folder, 'config/autostart/gatehouse.desktop');
    await use({
      entryFile,
      entry: () => readFile(entryFile, 'utf8').catch(() => null),
      args: [`--login-program=${program}`],
      started: async () => {
        const { end } = await startEntry(entryFile, desktop.env);
        await end;
        return (await readFile(trace, 'utf8')).replace(program, 'the program');
      },
    });
  },
  launchManaged: async ({ desktop, launchApp, login }, use) => {
    const removals: (() => Promise<void>)[] = [];
    await use(async (toml) => {
      const machine = await machineFolder({
        'requirements.toml': `[gatehouse]\n${toml}\n`,
      });
      removals.push(() => machine.remove());
      const executable = await programBesideMachineFiles(
        path.join(desktop.folder, 'managed-electron'),
        machine.folder,
        electronExecutable(),
      );
      return launchApp({ executable, args: login.args });
    });
    for (const remove of removals) await remove();
  },
});

async function openSettings(window: Page): Promise<Screen> {
  const screen = screenOf(window);
  await screen.toSettings.click();
  await expect(screen.heading('Settings')).toBeFocused();
  return screen;
}

/** As when a person comes back to the window. */
function focus({ electron }: RunningApp): Promise<boolean | undefined> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('focus'));
}

test('the switch makes the entry that starts Gatehouse hidden, and takes it away', async ({
  launchApp,
  login,
}) => {
  const app = await launchApp({ args: login.args });
  const { window } = app;
  const { startAtLogin } = await openSettings(window);
  await expect(startAtLogin).not.toBeChecked();
  await expect(startAtLogin).toHaveAccessibleDescription(/keeps you signed in/);
  expect(await login.entry()).toBeNull();

  await window.keyboard.press('Tab');
  await expect(startAtLogin).toBeFocused();
  await window.keyboard.press('Space');
  await expect(startAtLogin).toBeChecked();
  expect(await login.started()).toBe('the program\n--hidden\n');
  await inspectAppearance(app, 'settings');

  await window.keyboard.press('Enter');
  await expect(startAtLogin).not.toBeChecked();
  expect(await login.entry()).toBeNull();
});

test('an entry that is edited elsewhere is read back, and keeps what else is in it @long', async ({
  launchApp,
  login,
}) => {
  const app = await launchApp({ args: login.args });
  const { startAtLogin } = await openSettings(app.window);
  await startAtLogin.click();
  await expect(startAtLogin).toBeChecked();
  const entry = (await login.entry()) ?? '';

  const edited = `${entry}Name[de]=Torhaus\nX-GNOME-Autostart-Delay=10\n`;
  await writeFile(login.entryFile, `${edited}Hidden=true\n`);
  await focus(app);
  await expect(startAtLogin).not.toBeChecked();
  await expect(login.started()).rejects.toThrow();

  await startAtLogin.click();
  await expect(startAtLogin).toBeChecked();
  expect(await login.entry()).toBe(edited);
  await startAtLogin.click();
  await expect(startAtLogin).not.toBeChecked();
  expect(await login.entry()).toBe(`${edited}Hidden=true\n`);
});

test('a run for development names no program, and enters nothing @long', async ({
  launchApp,
  login,
}) => {
  const { window } = await launchApp();
  const { startAtLogin } = await openSettings(window);
  await expect(startAtLogin).toBeDisabled();
  await expect(startAtLogin).toHaveAccessibleDescription(/Not available in development builds\./);
  // Off, yet within reach of the keyboard; and then still off.
  await startAtLogin.press('Space');
  expect(
    await askAsPage(window, 'settings.set', { name: 'startAtLogin', value: true }),
  ).toMatchObject({ ok: false });
  expect(
    await askAsPage(window, 'settings.set', { name: 'startAtLogin', value: 'true' }),
  ).toMatchObject({
    error: { code: 'bad-request' },
  });
  await expect(startAtLogin).not.toBeChecked();
  expect(await login.entry()).toBeNull();
});

test('what stands in the way is told beside the switch @long', async ({
  desktop,
  launchApp,
  login,
}) => {
  await mkdir(path.join(desktop.folder, 'config'), { recursive: true });
  await writeFile(path.dirname(login.entryFile), 'a file in the place of the folder');
  const app = await launchApp({ args: login.args });
  const screen = await openSettings(app.window);
  await screen.startAtLogin.click();
  await expect(app.window.getByText('It could not be changed')).toBeVisible();
  const shown = '~/config/autostart/gatehouse.desktop cannot be written';
  await expect(app.window.getByText(shown)).toBeVisible();
  await expect(screen.startAtLogin).not.toBeChecked();
  await inspectAppearance(app, 'settings-failed');
});

test.describe('a rule of the machine', () => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');

  const source = '/etc/codex/requirements.toml';

  test('that is true makes the entry and locks the switch, until the rule is gone @long', async ({
    desktop,
    launchManaged,
    login,
  }) => {
    const app = await launchManaged('start_at_login = true');
    const { startAtLogin } = await openSettings(app.window);
    await expect(startAtLogin).toBeChecked();
    await expect(startAtLogin).toBeDisabled();
    await expect(startAtLogin).toHaveAccessibleDescription(
      new RegExp(`Set by your organisation \\(${source}\\): always on\\.$`),
    );
    expect(await login.started()).toBe('the program\n--hidden\n');
    await startAtLogin.press('Space');
    expect(
      await askAsPage(app.window, 'settings.set', { name: 'startAtLogin', value: false }),
    ).toMatchObject({
      error: { code: 'forbidden-by-rule' },
    });
    await expect(startAtLogin).toBeChecked();
    await inspectAppearance(app, 'settings-locked');

    await writeFile(login.entryFile, 'Hidden=true');
    await focus(app);
    await expect.poll(() => login.entry()).toContain('Exec=');
    expect(await desktop.log()).toContain('"login-item.set"');

    const pid = await app.electron.evaluate(() => process.pid);
    await writeFile(`/proc/${pid}/root${source}`, '');
    await expect(startAtLogin).toBeEnabled();
    await expect(startAtLogin).toBeChecked();
    await startAtLogin.click();
    await expect(startAtLogin).not.toBeChecked();
  });

  test('that is false takes the entry away and locks the switch @long', async ({
    launchManaged,
    login,
  }) => {
    await mkdir(path.dirname(login.entryFile), { recursive: true });
    await writeFile(login.entryFile, '[Desktop Entry]\nType=Application\nName=G\nExec=true\n');
    const { window } = await launchManaged('start_at_login = false');
    const { startAtLogin } = await openSettings(window);
    await expect(startAtLogin).toHaveAccessibleDescription(/always off\.$/);
    await expect(startAtLogin).toBeDisabled();
    await expect(startAtLogin).not.toBeChecked();
    await expect(login.started()).rejects.toThrow();
  });

  test('that cannot be understood locks the switch, and changes nothing @long', async ({
    launchManaged,
    login,
  }) => {
    const { window } = await launchManaged('start_at_login = "yes"');
    const { startAtLogin } = await openSettings(window);
    await expect(startAtLogin).toBeDisabled();
    await expect(startAtLogin).toHaveAccessibleDescription(
      /requirements\.toml has an error: gatehouse\.start_at_login must be true or false\./,
    );
    expect(
      await askAsPage(window, 'settings.set', { name: 'startAtLogin', value: true }),
    ).toMatchObject({
      error: { code: 'rules-unknown' },
    });
    expect(await login.entry()).toBeNull();
  });
});

test.describe('what a person chooses', () => {
  const choiceOf = (window: Page) => window.getByRole('combobox', { name: 'Theme' });
  const switchOf = (window: Page, name: string) => window.getByRole('switch', { name });
  const canvasOf = (window: Page) =>
    window.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const remembered = async (dataFolder: string) =>
    JSON.parse(await readFile(path.join(dataFolder, 'settings.json'), 'utf8')) as unknown;

  test('is remembered, and the theme is that of the window', async ({ desktop, launchApp }) => {
    const app = await launchApp();
    const { electron, window } = app;
    await window.emulateMedia({ colorScheme: null });
    await openSettings(window);
    const background = () =>
      electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
      );
    await choiceOf(window).selectOption('dark');
    await expect.poll(() => canvasOf(window)).toBe('rgb(22, 24, 27)');
    await expect.poll(background).toBe('#16181b');
    await choiceOf(window).selectOption('light');
    await expect.poll(() => canvasOf(window)).toBe('rgb(244, 242, 238)');
    await expect.poll(background).toBe('#f4f2ee');
    await choiceOf(window).selectOption('Dark');
    await expect.poll(() => remembered(desktop.dataFolder)).toEqual({ version: 1, theme: 'dark' });
    await app.stop();

    const again = await launchApp();
    await again.window.emulateMedia({ colorScheme: null });
    await expect.poll(() => canvasOf(again.window)).toBe('rgb(22, 24, 27)');
    await openSettings(again.window);
    await expect(choiceOf(again.window)).toHaveValue('dark');
    expect(
      await askAsPage(again.window, 'settings.set', { name: 'theme', value: 'sepia' }),
    ).toMatchObject({ error: { code: 'bad-request' } });
  });

  test('hides e-mail addresses in the window, in both menus and in exports', async ({
    desktop,
    launchSignedIn,
    trayHost,
  }) => {
    const app = await launchSignedIn(ada, { env: trayHost.env });
    const { electron, screen, window } = app;
    await expect(window.getByText(ada.email).first()).toBeVisible();
    await openSettings(window);
    await switchOf(window, 'Hide e-mail addresses').click();
    await expect(switchOf(window, 'Hide e-mail addresses')).toBeChecked();
    for (const section of ['toAccount', 'toPolicy', 'toActivity', 'toDiagnostics'] as const) {
      await screen[section].click();
      await expect(window.getByRole('main')).toBeVisible();
      expect(await window.content()).not.toContain(ada.email);
    }
    const state = await askAsPage(window, 'state.get');
    expect(JSON.stringify(state)).not.toContain(ada.email);
    const menus = await electron.evaluate(({ Menu }) =>
      JSON.stringify(
        Menu.getApplicationMenu()?.items.flatMap(({ submenu }) =>
          submenu?.items.map(({ label }) => label),
        ),
      ),
    );
    expect(menus).toContain('ChatGPT account');
    expect(menus).not.toContain(ada.email);
    expect(JSON.stringify(await trayHost.menu())).not.toContain(ada.email);
    const file = path.join(desktop.folder, 'report.json');
    await pickFile(app, file);
    for (const channel of ['doctor.run', 'doctor.export'] as const) {
      expect(await askAsPage(window, channel)).toMatchObject({ ok: true });
    }
    expect(await readFile(file, 'utf8')).not.toContain(ada.email);
    // And back.
    await screen.toSettings.click();
    await switchOf(window, 'Hide e-mail addresses').click();
    await screen.toAccount.click();
    await expect(window.getByText(ada.email).first()).toBeVisible();
  });

  test('ends the app with its window where it is not to stay in the tray', async ({
    launchApp,
    trayHost,
  }) => {
    const app = await launchApp({ env: trayHost.env });
    await openSettings(app.window);
    await switchOf(app.window, 'Keep running when the window is closed').click();
    await expect(switchOf(app.window, 'Keep running when the window is closed')).not.toBeChecked();

    await app.electron.evaluate(({ BrowserWindow }) => {
      setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    });
    expect(await app.exitCode()).toBe(0);
  });

  test('is asked for on one page, which tells what is installed and trusted', async ({
    desktop,
    issuer,
    launchApp,
  }) => {
    const app = await launchApp();
    const { electron, window } = app;
    await openSettings(window);
    const about = window.getByRole('region', { name: 'About', exact: true });
    await expect(about).toContainText(/Gatehouse \d.*Electron \d.*Chromium \d.*Node\.js \d/);
    await expect(about).toContainText('Apache-2.0');
    await expect(about).toContainText(issuer.origin);
    await electron.evaluate(({ shell }) => {
      const opened = globalThis as { opened?: string };
      shell.openPath = (folder) => {
        opened.opened = folder;
        return Promise.resolve('');
      };
    });
    await about.getByRole('button', { name: 'Open log folder' }).click();
    await expect
      .poll(() => electron.evaluate(() => (globalThis as { opened?: string }).opened))
      .toBe(path.join(desktop.dataFolder, 'logs'));
    await about.getByText('Third-party notices').click();
    await expect(about.getByRole('region', { name: 'Third-party notices' })).toContainText('react');
    await inspectAppearance(app, 'settings-all');
  });

  test('gives way to a rule, which the page names @long', async ({ launchManaged }) => {
    test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
    const app = await launchManaged(
      'theme = "light"\nhide_email = true\nnotify_rules = true\nkeep_in_tray = true',
    );
    const { window } = app;
    await openSettings(window);
    await expect(choiceOf(window)).toHaveAccessibleDescription(/always “Light”\.$/);
    await expect(choiceOf(window)).toBeDisabled();
    for (const name of [
      'Hide e-mail addresses',
      'When a rule blocks your account or signs you out',
      'Keep running when the window is closed',
    ]) {
      await expect(switchOf(window, name)).toBeDisabled();
      await expect(switchOf(window, name)).toBeChecked();
      await expect(switchOf(window, name)).toHaveAccessibleDescription(/Set by your organisation/);
    }
    expect(await askAsPage(window, 'settings.set', { name: 'theme', value: 'dark' })).toMatchObject(
      { error: { code: 'forbidden-by-rule' } },
    );
    await inspectAppearance(app, 'settings-ruled');
  });
});
