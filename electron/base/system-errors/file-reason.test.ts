import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../../testing/codex-home.ts';
import { fileReason, fileReasonOf } from './file-reason.ts';

it('says in words why a file stands in the way of a folder', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const below = await mkdir(path.join(file, 'below'), { recursive: true }).catch((e: unknown) => e);
  const there = await mkdir(file, { recursive: true }).catch((e: unknown) => e);
  const words = 'something that is no folder is where its folder has to be';
  expect([fileReason(below), fileReason(there)]).toEqual([words, words]);
});

it.each([
  ['EACCES', 'permission is denied'],
  ['ENOSPC', 'the disk is full'],
  ['ESTRANGE', 'ESTRANGE'],
  ['Windows error 5', 'Windows error 5'],
])('says of %s: %s', (code, reason) => {
  expect(fileReasonOf(code)).toBe(reason);
  expect(fileReason(Object.assign(new Error('/home/ada/x'), { code }))).toBe(reason);
});

it('makes nothing up where there is no code', () => {
  expect(fileReason(new Error('/home/ada/x'))).toBe('unknown reason');
  expect(fileReason(null)).toBe('unknown reason');
});
