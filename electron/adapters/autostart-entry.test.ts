import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { newEntry, switchedOff } from '../login-item/desktop-entry.ts';
import { LoginItemError } from '../login-item/login-item.ts';
import { autostartEntry } from './autostart-entry.ts';

describe.skipIf(process.platform === 'win32')('the autostart entry', () => {
  let folder: string;
  let program: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-autostart-'));
    program = path.join(folder, 'a program');
    fs.writeFileSync(program, '', { mode: 0o755 });
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const userHome = () => path.join(folder, 'home');
  const settings = () => path.join(folder, 'settings');
  const ofSystem = () => path.join(folder, 'system');
  const own = () => path.join(settings(), 'autostart/gatehouse.desktop');
  const command = () => ({ program, args: ['--hidden'] });
  const env = () => ({ XDG_CONFIG_HOME: settings(), XDG_CONFIG_DIRS: ofSystem() });
  const item = (over: Record<string, string | undefined> = {}) =>
    autostartEntry({ env: { ...env(), ...over }, userHome: userHome(), command: command() });

  function write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  it('is off until it is made, and on from then on', async () => {
    await expect(item().read()).resolves.toBe('off');
    await item().set(true);
    expect(fs.readFileSync(own(), 'utf8')).toBe(newEntry(command()));
    expect(fs.readdirSync(path.dirname(own()))).toEqual(['gatehouse.desktop']);
    await expect(item().read()).resolves.toBe('on');
  });

  it('follows an AppImage that was updated under another name, and nothing else', async () => {
    const [earlier, later] = ['Gatehouse-1.AppImage', 'Gatehouse-2.AppImage'].map((name) =>
      path.join(folder, name),
    );
    for (const file of [earlier, later]) fs.writeFileSync(file ?? '', '', { mode: 0o755 });
    const of = (program = '') =>
      autostartEntry({
        env: env(),
        userHome: userHome(),
        command: { program, args: ['--hidden'] },
      });
    await expect(of(later).follow()).resolves.toBe(false);
    expect(fs.existsSync(own())).toBe(false);
    await of(earlier).set(true);
    fs.appendFileSync(own(), 'X-Mine=kept\n');
    await expect(of(later).follow()).resolves.toBe(true);
    const text = fs.readFileSync(own(), 'utf8');
    expect(text).toContain(`Exec=${later} --hidden`);
    expect(text).toContain('X-Mine=kept');
    await expect(of(later).follow()).resolves.toBe(false);
    await of(later).set(false);
    await expect(of(earlier).follow()).resolves.toBe(false);
  });

  it('is removed where nobody has edited it', async () => {
    await item().set(true);
    await item().set(false);
    expect(fs.existsSync(own())).toBe(false);
    await item().set(false);
    await expect(item().read()).resolves.toBe('off');
  });

  it('is hidden where somebody has, and what they have written stays', async () => {
    const edited = `${newEntry(command())}X-GNOME-Autostart-Delay=10\n`;
    write(own(), edited);
    await item().set(false);
    expect(fs.readFileSync(own(), 'utf8')).toBe(switchedOff(edited));
    await expect(item().read()).resolves.toBe('off');
    await item().set(true);
    expect(fs.readFileSync(own(), 'utf8')).toBe(edited);
  });

  it('counts as off where its program is gone, and is mended when it is switched on', async () => {
    write(own(), newEntry({ program: path.join(folder, 'gone'), args: [] }));
    await expect(item().read()).resolves.toBe('off');
    await item().set(true);
    await expect(item().read()).resolves.toBe('on');
  });

  it('counts as on where it demands a program by its name', async () => {
    write(own(), `${newEntry(command())}TryExec=${path.basename(program)}\n`);
    await expect(item().read()).resolves.toBe('off');
    await expect(item({ PATH: folder }).read()).resolves.toBe('on');
  });

  it('of the system counts where the person has none, and is hidden and not touched', async () => {
    const theirs = path.join(ofSystem(), 'autostart/gatehouse.desktop');
    write(theirs, newEntry(command()));
    await expect(item().read()).resolves.toBe('on');
    await item().set(false);
    await expect(item().read()).resolves.toBe('off');
    expect(fs.readFileSync(own(), 'utf8')).toContain('Hidden=true');
    expect(fs.readFileSync(theirs, 'utf8')).toBe(newEntry(command()));
  });

  it('is in the usual folder where no other one is named, or only by a relative path', async () => {
    for (const XDG_CONFIG_HOME of [undefined, '', 'settings']) {
      const usual = path.join(userHome(), '.config/autostart/gatehouse.desktop');
      await item({ XDG_CONFIG_HOME }).set(true);
      expect(fs.readFileSync(usual, 'utf8')).toBe(newEntry(command()));
      fs.rmSync(usual);
    }
  });

  it('takes the place of a symbolic link, and leaves what that points to', async () => {
    const elsewhere = path.join(folder, 'of-the-package.desktop');
    write(elsewhere, '[Desktop Entry]\nType=Application\nExec=gatehouse\n');
    fs.mkdirSync(path.dirname(own()), { recursive: true });
    fs.symlinkSync(elsewhere, own());
    await item().set(false);
    await expect(item().read()).resolves.toBe('off');
    expect(fs.readFileSync(elsewhere, 'utf8')).not.toContain('Hidden');
  });

  it('says which file stands in the way', async () => {
    fs.mkdirSync(own(), { recursive: true });
    const error = new LoginItemError(`${own()} cannot be read: it is not a regular file.`);
    await expect(item().read()).rejects.toEqual(error);
    await expect(item().set(true)).rejects.toEqual(error);
    fs.rmSync(settings(), { recursive: true });
    fs.writeFileSync(settings(), 'a file in the place of the folder');
    await expect(item().read()).resolves.toBe('off');
    await expect(item().set(true)).rejects.toEqual(
      new LoginItemError(
        `${own()} cannot be written: something that is no folder is where its folder has to be.`,
      ),
    );
  });
});
