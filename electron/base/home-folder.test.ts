import { expect, it } from 'vitest';

import { jsonWithTilde, withTilde } from './home-folder.ts';

it.each([
  ['/home/ada', 'in /home/ada/.codex and /home/ada.', 'in ~/.codex and ~.'],
  ['/home/ada/', '/home/ada/.codex', '~/.codex'],
  ['/home/ada', '/home/adam and /home/ada.bak', '/home/adam and /home/ada.bak'],
  ['/home/ada', '/home/Ada/.codex', '/home/Ada/.codex'],
  ['C:\\Users\\a.b', 'C:\\Users\\a.b\\.codex', '~\\.codex'],
  ['C:\\Users\\Ada', 'c:\\users\\ada\\.codex and C:/USERS/ada', '~\\.codex and ~'],
  ['C:\\Users\\Ada', 'c:\\users\\adam', 'c:\\users\\adam'],
  ['/home/jos', '/home/josé/.codex and /home/jose\u0301', '/home/josé/.codex and /home/jose\u0301'],
  ['/home/ada', '/mnt/home/ada/.codex, "/home/ada/x"', '/mnt/home/ada/.codex, "~/x"'],
  ['/root', '/srv/root/x and /srv-/root, (/root/x)', '/srv/root/x and /srv-/root, (~/x)'],
  ['/app', 'https://sso.example/app/device', 'https://sso.example/app/device'],
  ['/', '/etc/codex', '/etc/codex'],
])('with the home %s has for "%s": %s', (home, text, shown) => {
  expect(withTilde(text, home)).toBe(shown);
});

it('finds every text of a value, however deep, and leaves the names of members', () => {
  const value = { '/home/ada': ['/home/ada/.codex', { at: 3, none: null, is: true }] };
  expect(jsonWithTilde(value, '/home/ada')).toEqual({
    '/home/ada': ['~/.codex', { at: 3, none: null, is: true }],
  });
});
