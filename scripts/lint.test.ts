import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { floors } from '../eslint.config.js';
import { inRepo, repoFolder } from './paths.mjs';

/** What `npm run lint` has to find, each shown failing once. */

const eslint = new ESLint({ cwd: repoFolder });

/** The rules that a file with this text would break. */
async function brokenRules(file: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: inRepo(file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

/** A file that stands on a floor, from the top of `electron/`. */
async function fileOn(floor: string): Promise<string> {
  if (floor.endsWith('.ts')) return floor;
  const names = await readdir(inRepo('electron', floor));
  const name = names.find((one) => /^[\w-]+\.ts$/.test(one));
  return `${floor}/${name ?? ''}`;
}

const isFolder = (floor: string): boolean => !floor.endsWith('.ts');
const steps = floors.flatMap((above, index) => {
  const below = floors[index + 1];
  return below === undefined || !isFolder(below) ? [] : [{ above, below }];
});

describe('the walls', () => {
  it.each(steps)('keep $below/ from importing $above', async ({ above, below }) => {
    const text = `export * from '../${await fileOn(above)}';\n`;
    expect(await brokenRules(`electron/${below}/example.ts`, text)).toEqual([
      'boundaries/dependencies',
    ]);
  });

  it.each(steps.filter(({ above }) => isFolder(above)))(
    'let $above/ import $below/',
    async ({ above, below }) => {
      const text = `export * from '../${await fileOn(below)}';\n`;
      expect(await brokenRules(`electron/${above}/example.ts`, text)).toEqual([]);
    },
  );

  it.each([
    ['shared/example.ts', '../electron/ports.ts'],
    ['renderer/example.ts', '../electron/ports.ts'],
    ['electron/preload.ts', './core.ts'],
  ])('keep %s from importing %s', async (file, target) => {
    const text = `export * from '${target}';\n`;
    expect(await brokenRules(file, text)).toEqual(['boundaries/dependencies']);
  });

  it.each([
    ['electron/auth/example.ts', 'electron'],
    ['electron/cli/example.ts', 'electron'],
    ['electron/policy/example.ts', 'node:fs'],
    ['renderer/example.ts', 'node:fs'],
    ['electron/account/example.ts', '../testing/removals.ts'],
    ['electron/store/example.ts', 'node:fs/promises'],
  ])('keep %s from importing %s', async (file, module) => {
    const rules = await brokenRules(file, `export * from '${module}';\n`);
    expect(rules).toContain('no-restricted-imports');
  });
});

describe('in a tree of its own', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-lint-'));
    await mkdir(path.join(folder, 'electron'));
    await symlink(inRepo('node_modules'), path.join(folder, 'node_modules'));
    for (const [file, text] of [
      ['package.json', '{ "type": "module" }'],
      ['electron/main.ts', "import { a } from './a.ts';\na();\n"],
      ['electron/a.ts', "import { b } from './b.ts';\nexport const a = (): unknown => b;\n"],
      [
        'electron/b.ts',
        "import { a } from './a.ts';\nexport const b = a;\nexport const nobodyUses = 1;\n",
      ],
    ] as const) {
      await writeFile(path.join(folder, file), text);
    }
  });

  afterAll(() => rm(folder, { recursive: true }));

  const run = (script: string, ...args: string[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, [script, ...args], { cwd: folder }, (error, stdout, stderr) => {
        resolve(`${error === null ? 'passes' : 'fails'}\n${stdout}${stderr}`);
      });
    });

  it('a circle of imports fails', async () => {
    const oxlint = inRepo('node_modules/oxlint/bin/oxlint');
    const said = await run(oxlint, '--config', inRepo('.oxlintrc.json'), 'electron');
    expect(said).toMatch(/^fails/);
    expect(said).toContain('no-cycle');
  });

  it('an export that nobody uses fails', async () => {
    const knip = inRepo('node_modules/knip/bin/knip.js');
    const said = await run(knip, '--no-progress', '--config', inRepo('knip.json'));
    expect(said).toMatch(/^fails/);
    expect(said).toContain('nobodyUses');
  });
});
