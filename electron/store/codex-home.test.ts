import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { codexHomeOf, codexHomeProblem } from './codex-home.ts';

it('is what CODEX_HOME says, else a folder in the home of the user', () => {
  expect(codexHomeOf({}, '/home/ada')).toBe('/home/ada/.codex');
  expect(codexHomeOf({ CODEX_HOME: '' }, '/home/ada')).toBe('/home/ada/.codex');
  expect(codexHomeOf({ CODEX_HOME: '/srv/codex/' }, '/home/ada')).toBe('/srv/codex');
  expect(codexHomeOf({ CODEX_HOME: 'here' }, '/home/ada')).toBe(path.resolve('here'));
});

const whole = (sign: string) =>
  `Nothing replaces the ${sign} in it here: set it to the whole path.`;
const make = 'Make that folder, or unset CODEX_HOME.';

it.each([
  ['~/.codex', whole('~')],
  ['~', whole('~')],
  ['$HOME/.codex', whole('$')],
  ['/srv/${USER}/codex', whole('$')],
  ['%USERPROFILE%\\.codex', whole('%')],
  ['nowhere', make],
  ['/nowhere/codex', make],
  [' ', make],
])('that is "%s" and not there is refused in the words of Codex', (configured, advice) => {
  const said = `CODEX_HOME points to "${configured}", but that path does not exist. ${advice}`;
  expect(codexHomeProblem({ CODEX_HOME: configured })).toBe(said);
});

it('is refused where it is a file, or a link to nothing', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  await symlink('nowhere', path.join(folder, 'dead'));
  const problem = (name: string) => codexHomeProblem({ CODEX_HOME: path.join(folder, name) });
  expect(problem('file')).toContain('is not a directory. ');
  expect(problem('file/below')).toContain('does not exist. ');
  expect(problem('dead')).toContain('does not exist. ');
});

it('is accepted where it is a folder: a link to one, a strange name, one that is closed', async () => {
  const folder = await temporaryFolder();
  for (const name of ['~', '$x', 'closed']) await mkdir(path.join(folder, name));
  await symlink('closed', path.join(folder, 'link'));
  await chmod(path.join(folder, 'closed'), 0o000);
  for (const name of ['~', '$x', 'closed', 'link']) {
    expect(codexHomeProblem({ CODEX_HOME: path.join(folder, name) })).toBeNull();
  }
});

it('need not exist where nothing is set', () => {
  expect(codexHomeProblem({})).toBeNull();
  expect(codexHomeProblem({ CODEX_HOME: '' })).toBeNull();
});
