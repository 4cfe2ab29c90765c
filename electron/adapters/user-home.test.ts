import { expect, it } from 'vitest';

import { userHomeOf, type UserHomeParts } from './user-home.ts';

const ada: UserHomeParts['ofAccount'] = () => '/home/ada';
const onWindows: UserHomeParts['ofAccount'] = () => 'C:\\Users\\ada';
const nobody: UserHomeParts['ofAccount'] = () => null;

it.each([
  ['linux', { HOME: '/srv/ada' }, ada, '/srv/ada'],
  ['linux', { HOME: '' }, ada, '/home/ada'],
  ['linux', {}, ada, '/home/ada'],
  ['linux', { HOME: '/' }, nobody, '/'],
  ['darwin', { HOME: '/Users/ada', USERPROFILE: 'x' }, nobody, '/Users/ada'],
  ['win32', { USERPROFILE: 'C:\\Users\\ada', HOME: 'x' }, nobody, 'C:\\Users\\ada'],
  ['win32', { USERPROFILE: '' }, onWindows, 'C:\\Users\\ada'],
] as const)('on %s with %j it is known', (platform, env, ofAccount, folder) => {
  expect(userHomeOf({ platform, env, ofAccount })).toEqual({ kind: 'known', folder });
});

it.each([
  ['linux', 'ada'],
  ['linux', '.'],
  ['linux', '~'],
  ['linux', '$HOME'],
  ['darwin', '../ada'],
  ['win32', 'Users\\ada'],
  ['win32', '%HOMEPATH%'],
] as const)('on %s "%s" is no home folder, whatever the system knows', (platform, named) => {
  const variable = platform === 'win32' ? 'USERPROFILE' : 'HOME';
  expect(userHomeOf({ platform, env: { [variable]: named }, ofAccount: ada })).toEqual({
    kind: 'unknown',
    message: `${variable} is "${named}", which is not an absolute path. Set it to your home folder.`,
  });
});

it.each([
  ['nobody', nobody],
  ['an empty folder', () => ''],
  ['a relative folder', () => 'ada'],
])('is not known where HOME is empty and the system names %s', (_, ofAccount) => {
  for (const env of [{}, { HOME: '' }]) {
    expect(userHomeOf({ platform: 'linux', env, ofAccount })).toEqual({
      kind: 'unknown',
      message:
        'No home folder: HOME is not set, and the system knows none for this user. Set HOME.',
    });
  }
});
