import { expect, it } from 'vitest';

import { chosenDataFolder, dataFolderOf } from './data-folder.ts';

it.each([
  ['linux', '/home/ada', {}, '/home/ada/.config/Gatehouse'],
  ['linux', '/home/ada', { XDG_CONFIG_HOME: '/data/settings' }, '/data/settings/Gatehouse'],
  ['linux', '/home/ada', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/Gatehouse'],
  ['darwin', '/Users/ada', {}, '/Users/ada/Library/Application Support/Gatehouse'],
  [
    'darwin',
    '/Users/ada',
    { XDG_CONFIG_HOME: '/data' },
    '/Users/ada/Library/Application Support/Gatehouse',
  ],
  ['win32', 'C:\\Users\\ada', { APPDATA: 'D:\\Roaming' }, 'D:\\Roaming\\Gatehouse'],
  ['win32', 'C:\\Users\\ada', {}, 'C:\\Users\\ada\\AppData\\Roaming\\Gatehouse'],
] as const)('on %s, at home in %s with %j it is %s', (platform, userHome, env, folder) => {
  expect(dataFolderOf({ env, platform, userHome })).toBe(folder);
});

it('is what GATEHOUSE_DATA says, on every platform', () => {
  const env = { GATEHOUSE_DATA: '/srv/gatehouse', XDG_CONFIG_HOME: '/data', APPDATA: '/data' };
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(dataFolderOf({ env, platform, userHome: '/home/ada' })).toBe('/srv/gatehouse');
  }
});

it('is chosen by nobody where GATEHOUSE_DATA is unset or empty, and absolute where it is set', () => {
  expect(chosenDataFolder({})).toBeNull();
  expect(chosenDataFolder({ GATEHOUSE_DATA: '' })).toBeNull();
  expect(chosenDataFolder({ GATEHOUSE_DATA: 'here' })).toBe(`${process.cwd()}/here`);
});
