import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { codexHomeOf, codexHomeProblem, homeFolderProblem } from './codex-home.ts';

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

const isRoot = process.getuid?.() === 0;

describe('what is wrong with the folder of Codex', () => {
  it('nothing, where it can be written', async () => {
    expect(await homeFolderProblem(await temporaryFolder(), true)).toBeNull();
  });

  it('that it is not there, only where it was chosen', async () => {
    const missing = path.join(await temporaryFolder(), 'missing');
    expect(await homeFolderProblem(missing, false)).toBeNull();
    expect(await homeFolderProblem(missing, true)).toMatchObject({ code: 'home-missing' });
  });

  it('that something above it is a file', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const below = path.join(file, 'codex');
    expect(await homeFolderProblem(below, true)).toMatchObject({ code: 'home-missing' });
  });

  it.skipIf(isRoot)('that its rights keep this user from writing', async () => {
    const folder = path.join(await temporaryFolder(), 'codex');
    await mkdir(folder);
    await chmod(folder, 0o500);
    expect(await homeFolderProblem(folder, true)).toMatchObject({ code: 'home-unwritable' });
  });
});
