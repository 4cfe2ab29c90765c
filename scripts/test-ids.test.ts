import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { testIds } from '../shared/test-ids.ts';
import { inRepo } from './paths.mjs';

const sources = readdirSync(inRepo('renderer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.d)\.tsx?$/.test(file))
  .map((file) => readFileSync(inRepo('renderer', file), 'utf8'))
  .join('\n');

/** What the page promises: the names in its list of handles, without what stands in brackets. */
function promised(): string[] {
  const [, section = ''] = readFileSync(inRepo('docs/testing.md'), 'utf8').split('\n## Handles\n');
  const [list = ''] = section.slice(section.indexOf('\n- ')).split('\n## ');
  const names = list.replaceAll(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g);
  return [...names].map(([, name = '']) => name);
}

/**
 * Tests outside of this repository hang on these names. Where one fails: put the name back. Where
 * what it named is gone for good, or is new, change docs/testing.md too, and tell it in CHANGELOG.md.
 */
describe('the handles of the window', () => {
  it('are those that docs/testing.md promises', () => {
    expect([...testIds].sort()).toEqual(promised().sort());
  });

  it.each(testIds)('has %s', (id) => {
    expect(sources).toMatch(new RegExp(`['"]${id}['"]`));
  });
});
