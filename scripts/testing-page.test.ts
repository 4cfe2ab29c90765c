import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { stateNames, states } from '../qa/states/index.ts';
import { testIds } from '../shared/test-ids.ts';
import { inRepo } from './paths.mjs';

/**
 * Tests outside of this repository hang on these names. Where one fails: put the name back. Where
 * what it named is gone for good, or is new, change docs/testing.md too, and tell it in CHANGELOG.md.
 */

const page = readFileSync(inRepo('docs/testing.md'), 'utf8');

const sources = readdirSync(inRepo('renderer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.d)\.tsx?$/.test(file))
  .map((file) => readFileSync(inRepo('renderer', file), 'utf8'))
  .join('\n');

function section(title: string): string {
  const [, text = ''] = page.split(`\n## ${title}\n`);
  return text.split('\n## ')[0] ?? '';
}

/** The names in a text, without what stands in brackets. */
function namesIn(text: string): string[] {
  const names = text.replaceAll(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g);
  return [...names].map(([, name = '']) => name);
}

describe('the handles of the window', () => {
  it('are those that docs/testing.md promises', () => {
    const handles = section('Handles');
    const list = handles.slice(handles.indexOf('\n- '));
    expect([...testIds].sort()).toEqual(namesIn(list).sort());
  });

  it.each(testIds)('has %s', (id) => {
    expect(sources).toMatch(new RegExp(`['"]${id}['"]`));
  });
});

it('the entries of the tray have the ids that docs/testing.md promises', () => {
  const menu = readFileSync(inRepo('electron/tray/tray-menu.ts'), 'utf8');
  const [, recipe = ''] = page.split('Entries have ids: ');
  const ids = namesIn(recipe.split('.\n')[0] ?? '');
  const built = [...menu.matchAll(/\b(?:action|fact)\(\s*['`]([a-z-]+)/g)].map(([, id]) => id);
  // One for each way to sign in; and what is called after an account begins with this.
  const ways = ['sign-in-browser', 'sign-in-device'];
  const fixed = [...new Set(built)].filter((id) => id !== 'account-');
  expect([...fixed, ...ways, 'account-ID'].sort()).toEqual(ids.sort());
});

it('docs/testing.md lists every state, and no other', () => {
  const rows = [...section('States').matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(stateNames);
  expect(rows.map(([, , title]) => title)).toEqual(stateNames.map((name) => states[name].title));
  expect(stateNames.length).toBeGreaterThanOrEqual(40);
});
