import { describe, expect, it } from 'vitest';

import {
  demandedProgram,
  isSwitchedOn,
  newEntry,
  startsEarlierImage,
  switchedOff,
  switchedOn,
} from './desktop-entry.ts';

const command = { program: '/opt/Gatehouse/gatehouse', args: ['--hidden'] };
const entry = newEntry(command);

function lineOf(text: string, key: string): string | undefined {
  return text.split('\n').find((line) => line.startsWith(`${key}=`));
}

it('makes an entry that desktops start', () => {
  expect(entry).toBe(
    [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Gatehouse',
      'Comment=Keeps the Codex sign-in fresh',
      'Icon=gatehouse',
      'TryExec=/opt/Gatehouse/gatehouse',
      'Exec=/opt/Gatehouse/gatehouse --hidden',
      'Terminal=false',
      'X-GNOME-Autostart-enabled=true',
      '',
    ].join('\n'),
  );
  expect(isSwitchedOn(entry)).toBe(true);
});

describe('a program whose path has', () => {
  // What stands in the file: quoted as an argument, and then escaped as every value.
  it.each([
    ['a space', '/home/ada/My Apps/g', '"/home/ada/My Apps/g"', '/home/ada/My Apps/g'],
    ['a percent sign', '/opt/50%u/g', '/usr/bin/nice -n 0 /opt/50%%u/g', '/opt/50%u/g'],
    ['both', '/opt/50% u/g', '/usr/bin/nice -n 0 "/opt/50%% u/g"', '/opt/50% u/g'],
    ['an equals sign', '/opt/a=b/g', '"/opt/a=b/g"', '/opt/a=b/g'],
    ['this and a percent sign', '/a=5%/g', '/usr/bin/nice -n 0 "/a=5%%/g"', '/a=5%/g'],
    ['quotation marks', `/opt/"'/g`, `"/opt/\\\\"'/g"`, `/opt/"'/g`],
    ['a dollar sign', '/opt/$HOME/g', '"/opt/\\\\$HOME/g"', '/opt/$HOME/g'],
    ['a backtick', '/opt/`id`/g', '"/opt/\\\\`id\\\\`/g"', '/opt/`id`/g'],
    ['a backslash', '/opt/a\\b/g', '"/opt/a\\\\\\\\b/g"', '/opt/a\\\\b/g'],
    ['shell characters', '/opt/a;b&(c)/g', '"/opt/a;b&(c)/g"', '/opt/a;b&(c)/g'],
    ['a line feed', '/opt/a\nb/g', '"/opt/a\\nb/g"', '/opt/a\\nb/g'],
    ['letters of the world', '/opt/Türhüter/g', '"/opt/Türhüter/g"', '/opt/Türhüter/g'],
  ])('%s is quoted, and read back as it was', (_, program, exec, tryExec) => {
    const text = newEntry({ program, args: ['--hidden'] });
    expect(lineOf(text, 'Exec')).toBe(`Exec=${exec} --hidden`);
    expect(lineOf(text, 'TryExec')).toBe(`TryExec=${tryExec}`);
    expect(demandedProgram(text)).toBe(program);
  });
});

describe('an entry counts as off', () => {
  it.each([
    ['hidden', 'Hidden=true'],
    ['switched off by GNOME', 'X-GNOME-Autostart-enabled=false'],
    ['switched off by MATE', 'X-MATE-Autostart-enabled = false'],
    ['of another type', 'Type=Link'],
  ])('%s', (_, line) => {
    expect(isSwitchedOn(`${entry}${line}\n`)).toBe(false);
  });

  it.each([
    ['empty', ''],
    ['without a command', '[Desktop Entry]\nType=Application\n'],
    ['of another group', entry.replace('[Desktop Entry]', '[Other]')],
    ['hidden twice over', `${entry}Hidden=false\nHidden=true\n`],
  ])('%s', (_, text) => {
    expect(isSwitchedOn(text)).toBe(false);
  });

  it('not by what stands in another group, in a comment or in another language', () => {
    const text = `${entry}# Hidden=true\nHidden[de]=true\n\n[Desktop Action x]\nHidden=true\n`;
    expect(isSwitchedOn(text)).toBe(true);
  });
});

describe('switching an entry that a person has edited', () => {
  const edited = [
    '# mine',
    '[Desktop Entry]',
    'Type=Application',
    'Name[de]=Torhaus',
    'Exec=/old/gatehouse --hidden',
    'X-GNOME-Autostart-Delay=10',
    'X-GNOME-Autostart-enabled=false',
    '',
    '[X-Other]',
    'Exec=/something/else',
    '',
  ].join('\n');

  it('on changes the command and what was off, and keeps all else in its place', () => {
    const on = switchedOn(edited, command);
    expect(on).toBe(
      [
        '# mine',
        '[Desktop Entry]',
        'Type=Application',
        'Name[de]=Torhaus',
        'Exec=/opt/Gatehouse/gatehouse --hidden',
        'X-GNOME-Autostart-Delay=10',
        'X-GNOME-Autostart-enabled=true',
        'TryExec=/opt/Gatehouse/gatehouse',
        '',
        '[X-Other]',
        'Exec=/something/else',
        '',
      ].join('\n'),
    );
    expect(isSwitchedOn(on)).toBe(true);
    expect(switchedOn(on, command)).toBe(on);
  });

  it('off and on again gives the same entry', () => {
    const on = switchedOn(edited, command);
    const off = switchedOff(on);
    expect(isSwitchedOn(off)).toBe(false);
    expect(switchedOn(off, command)).toBe(on);
  });

  it('keeps one of a key that stands there twice', () => {
    const on = switchedOn(`${entry}Hidden=true\nExec=/a\nHidden=true\n`, command);
    expect(on).toBe(entry);
  });

  it('works with the line ends of Windows and without the last one', () => {
    const on = switchedOn('[Desktop Entry]\r\nType=Application\r\nHidden=true', command);
    expect(isSwitchedOn(on)).toBe(true);
    expect(on).not.toContain('\r');
  });

  it.each(['', 'not an entry\n', '[Other]\nA=b\n'])('on replaces what is no entry: %j', (text) => {
    expect(switchedOn(text, command)).toBe(entry);
  });
});

describe('an entry of an earlier AppImage', () => {
  const image = (program: string) => ({ program, args: ['--hidden'] });
  const now = image('/home/ada/Apps/Gatehouse-2.0.AppImage');

  it.each([
    '/home/ada/Apps/Gatehouse-1.0.AppImage',
    '/home/ada/Downloads/Gatehouse-2.0.AppImage',
    '/home/ada/Apps/gatehouse_1.0_x86_64.appimage',
    '/home/ada/My Apps/Gatehouse 1.0.AppImage',
    '/opt/old/Gatehouse.AppImage',
  ])('at %s is told from that of this one', (earlier) => {
    expect(startsEarlierImage(newEntry(image(earlier)), now)).toBe(true);
    expect(startsEarlierImage(switchedOn(newEntry(image(earlier)), now), now)).toBe(false);
  });

  it.each([
    ['of this one', newEntry(now), now],
    ['that is switched off', switchedOff(newEntry(image('/x/Gatehouse-1.AppImage'))), now],
    ['of an installed program', newEntry(command), now],
    ['where an installed program runs', newEntry(image('/x/Gatehouse-1.AppImage')), command],
    ['of another program', newEntry(image('/x/Other-1.AppImage')), now],
    ['that names nothing', '[Desktop Entry]\nType=Application\nExec=x\n', now],
  ])('is none %s', (_, text, running) => {
    expect(startsEarlierImage(text, running)).toBe(false);
  });
});
