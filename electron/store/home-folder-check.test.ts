import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { codexHomeProblem } from './home-folder-check.ts';

const isRoot = process.getuid?.() === 0;

describe('what is wrong with the folder of Codex', () => {
  it('nothing, where it can be written', async () => {
    expect(await codexHomeProblem(await temporaryFolder(), true)).toBeNull();
  });

  it('that it is not there, only where it was chosen', async () => {
    const missing = path.join(await temporaryFolder(), 'missing');
    expect(await codexHomeProblem(missing, false)).toBeNull();
    expect(await codexHomeProblem(missing, true)).toMatchObject({ code: 'home-missing' });
  });

  it('that something above it is a file', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const below = path.join(file, 'codex');
    expect(await codexHomeProblem(below, true)).toMatchObject({ code: 'home-missing' });
  });

  it.skipIf(isRoot)('that its rights keep this user from writing', async () => {
    const folder = path.join(await temporaryFolder(), 'codex');
    await mkdir(folder);
    await chmod(folder, 0o500);
    expect(await codexHomeProblem(folder, true)).toMatchObject({ code: 'home-unwritable' });
  });
});
