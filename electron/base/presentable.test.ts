import { describe, expect, it } from 'vitest';

import { presentable, presentableJson } from './presentable.ts';

describe('a text for the help desk', () => {
  it.each([
    ['/home/ada', 'in /home/ada/.codex and /home/ada.', 'in ~/.codex and ~.'],
    ['/home/ada@example.com', '/home/ada@example.com/.codex', '~/.codex'],
    ['/home/ada', '/home/ada@example.com/.codex', '/home/[e-mail]/.codex'],
    ['/home/ada', 'of ada.l+x@mail.example.com', 'of [e-mail]'],
    ['/home/ada', 'of jürgen@bücher.example, or <ada@example.com>.', 'of [e-mail], or <[e-mail]>.'],
  ])('with the home %s has for "%s": %s', (home, text, shown) => {
    expect(presentable(text, home)).toBe(shown);
  });

  it.each([
    'npx @openai/codex@0.169.0',
    '@openai/codex@0.170.0-alpha.1',
    'node_modules/.pnpm/smol-toml@1.9.1/index.js',
    'git@github.com:example/gatehouse.git',
    'ada@localhost',
  ])('takes no package and no repository for an e-mail address: %s', (text) => {
    expect(presentable(text, '/home/ada')).toBe(text);
  });

  it('takes an address for one where only a part of it looks like a repository', () => {
    expect(presentable('digit@github.com', '/home/ada')).toBe('[e-mail]');
  });
});

it('treats every text of a value, however deep, and nothing else', () => {
  const value = {
    place: '/home/ada/.codex',
    at: 3,
    none: null,
    is: true,
    ids: ['sk-proj-abcdefgh1234', { mail: 'ada@example.com' }],
  };
  expect(presentableJson(value, '/home/ada')).toEqual({
    place: '~/.codex',
    at: 3,
    none: null,
    is: true,
    ids: ['[redacted]', { mail: '[e-mail]' }],
  });
});
