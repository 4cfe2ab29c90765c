import { expect, it } from 'vitest';

import { dataFolderOf, dataFolderProblem } from './data-folder.ts';

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

it('is made absolute, and not chosen where the variable is empty', () => {
  const at = (chosen: string) =>
    dataFolderOf({ env: { GATEHOUSE_DATA: chosen }, platform: 'linux', userHome: '/home/ada' });
  expect(at('here')).toBe(`${process.cwd()}/here`);
  expect(at('')).toBe('/home/ada/.config/Gatehouse');
});

it.each([
  ['linux', { XDG_CONFIG_HOME: 'settings' }],
  ['linux', { XDG_CONFIG_HOME: '~/.config' }],
  ['linux', { XDG_CONFIG_HOME: '$HOME/.config' }],
  ['linux', { XDG_CONFIG_HOME: '.' }],
  ['win32', { APPDATA: 'Roaming' }],
  ['win32', { APPDATA: '%USERPROFILE%' }],
] as const)('on %s is never below the current folder with %j', (platform, env) => {
  const folder = dataFolderOf({ env, platform, userHome: '/home/ada' });
  expect(folder).toBe(dataFolderOf({ env: {}, platform, userHome: '/home/ada' }));
  expect(dataFolderOf({ env, platform, userHome: null })).toBeNull();
});

it('is there without a home folder where a variable names it', () => {
  const at = (env: Record<string, string>) =>
    dataFolderOf({ env, platform: 'linux', userHome: null });
  expect(at({})).toBeNull();
  expect(at({ XDG_CONFIG_HOME: '/data' })).toBe('/data/Gatehouse');
  expect(at({ GATEHOUSE_DATA: '/data' })).toBe('/data');
});

it.each([
  ['~/gatehouse', '~'],
  ['~', '~'],
  ['$HOME/gatehouse', '$'],
  ['/srv/${USER}', '$'],
])('is refused where GATEHOUSE_DATA is "%s"', (chosen, sign) => {
  const message = `GATEHOUSE_DATA is "${chosen}", and nothing replaces the ${sign} in it here. Set it to the whole path.`;
  expect(dataFolderProblem({ GATEHOUSE_DATA: chosen })).toBe(message);
});

it.each(['', '/srv/a~b', 'here', '/srv/gatehouse'])('is obeyed where it is "%s"', (chosen) => {
  expect(dataFolderProblem({ GATEHOUSE_DATA: chosen })).toBeNull();
});
