import { describe, expect, it } from 'vitest';

import { homeIn } from './processes.ts';

describe('the Codex home of a program', () => {
  it.each([
    ['PATH=/bin\0CODEX_HOME=/data/codex\0HOME=/home/ada\0', '/data/codex'],
    ['XCODEX_HOME=/x\0HOME=/home/ada\0', '/home/ada/.codex'],
    ['CODEX_HOME=\0HOME=/home/ada', '/home/ada/.codex'],
    ['CODEX_HOME=relative\0HOME=/home/ada', null],
    ['PATH=/bin', null],
  ])('with the environment %j is %j', (environment, home) => {
    expect(homeIn(environment)).toBe(home);
  });
});
