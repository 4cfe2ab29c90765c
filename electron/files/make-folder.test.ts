import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { makeFolder } from './make-folder.ts';

it('makes what is missing, for the user alone, and leaves what is there', async () => {
  const top = path.join(await temporaryFolder(), 'a');
  mkdirSync(top, 0o755);
  makeFolder(path.join(top, 'b/c'));
  makeFolder(path.join(top, 'b/c'));
  const modes = ['', 'b', 'b/c'].map((name) => statSync(path.join(top, name)).mode & 0o777);
  expect(modes).toEqual([0o755, 0o700, 0o700]);
});

it('refuses what is below a file', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(path.join(file, 'below'))).toThrow('ENOTDIR');
});

it
  .runIf(process.platform === 'linux')
  .each(['/proc/x', '/proc/x/y/z', '/proc/self/fd/x', '/sys/x'])(
  'comes to an end at %s',
  (folder) => {
    expect(() => makeFolder(folder)).toThrow(/ENOENT|EPERM|EACCES|EROFS/);
  },
);
