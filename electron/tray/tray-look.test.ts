import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { trayLook } from './tray-look.ts';

const folder = path.join(import.meta.dirname, '../assets/tray');
const moods = ['signed-in', 'signed-out', 'attention'] as const;

it.each(['win32', 'darwin', 'linux', 'freebsd'] as const)(
  '%s has a picture of each mood',
  (platform) => {
    for (const mood of moods) {
      const { file, doubleFile } = trayLook(mood, platform);
      const all = [file, ...(doubleFile === null ? [] : [doubleFile])];
      expect(all.filter((name) => !existsSync(path.join(folder, name)))).toEqual([]);
    }
  },
);

it('Windows gets icons with pictures for its sizes, and opens the window by a click', () => {
  for (const mood of moods) {
    const { file, opensOnClick } = trayLook(mood, 'win32');
    // ICONDIR: reserved, type, count; then 16 bytes each, which begin with the width.
    const icon = readFileSync(path.join(folder, file));
    const widths = Array.from({ length: icon.readUInt16LE(4) }, (_, at) => icon[6 + 16 * at]);
    expect(icon.readUInt16LE(2)).toBe(1);
    expect(widths).toEqual(expect.arrayContaining([16, 24, 32]));
    expect(opensOnClick).toBe(true);
  }
});

it('macOS colours the picture itself, has one for sharp screens, and opens the menu by a click', () => {
  for (const mood of moods) {
    const look = trayLook(mood, 'darwin');
    expect(look).toMatchObject({ isTemplate: true, opensOnClick: false });
    // By these names the system knows both.
    expect(look.file).toMatch(/Template\.png$/);
    expect(existsSync(path.join(folder, look.file.replace('.png', '@2x.png')))).toBe(true);
  }
});

it('only macOS keeps the place of the icon by a name', () => {
  const guidOn = (platform: NodeJS.Platform) => trayLook('signed-in', platform).guid;
  expect(guidOn('darwin')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(guidOn('darwin')).toBe(trayLook('attention', 'darwin').guid);
  expect([guidOn('win32'), guidOn('linux')]).toEqual([null, null]);
});
