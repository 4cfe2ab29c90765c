import { describe, expect, it } from 'vitest';

import { presentable } from './presentable.ts';

describe('a text for the help desk', () => {
  it.each([
    ['/home/ada', 'in /home/ada/.codex and /home/ada.', 'in ~/.codex and ~.'],
    ['/home/ada/', '/home/ada/.codex', '~/.codex'],
    ['/home/ada', '/home/adam and /home/ada.bak', '/home/adam and /home/ada.bak'],
    ['C:\\Users\\a.b', 'C:\\Users\\a.b\\.codex', '~\\.codex'],
    ['/', '/etc/codex', '/etc/codex'],
    ['/home/ada', 'of ada.l+x@mail.example.com', 'of [e-mail]'],
  ])('with the home %s has for "%s": %s', (home, text, shown) => {
    expect(presentable(text, home)).toBe(shown);
  });
});
