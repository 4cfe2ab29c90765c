import fs from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { commands } from '../electron/cli/commands.ts';
import { commandPage } from './command-documents.ts';
import { inRepo } from './paths.mjs';

const folders = ['', 'docs', 'docs/policy'];
const pages = folders.flatMap((folder) =>
  fs
    .readdirSync(inRepo(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);
const textOf = (page: string): string => fs.readFileSync(inRepo(page), 'utf8');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

const packageFile = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

it.each(pages)('%s names only files of the source that are there', (page) => {
  const named = all(textOf(page), /`([\w.-]+(?:\/[\w.-]+)*\.(?:tsx?|mjs|js))`/g);
  const isThere = (name: string): boolean =>
    ['', 'electron', 'e2e', 'qa/examples'].some((folder) => fs.existsSync(inRepo(folder, name)));
  expect(named.filter((name) => !isThere(name))).toEqual([]);
});

it.each(pages)('%s links only to pages that are there', (page) => {
  const links = all(textOf(page), /\]\(([^)#\s]+)/g).filter((link) => !/^[a-z]+:/.test(link));
  const isThere = (link: string): boolean => fs.existsSync(inRepo(path.dirname(page), link));
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

it.each(pages)('%s gives only commands that there are', (page) => {
  const scripts = all(textOf(page), /npm run ([\w:-]+)/g);
  expect(scripts.filter((script) => !(script in packageFile.scripts))).toEqual([]);
});

it('docs/command-line.md has the commands that "npm run schemas" writes, and all of them', () => {
  const page = textOf('docs/command-line.md');
  expect(commandPage(page)).toBe(page);
  for (const name of Object.keys(commands)) expect(page).toContain(`\n  gatehouse ${name} `);
});
