import { expect, it } from 'vitest';

import { isWorkspaceId, meantWorkspaceId } from './policy-warnings.ts';

const id = '0a1b2c3d-0000-4000-8000-00000000000f';

it('knows the id of a workspace', () => {
  expect(isWorkspaceId(id)).toBe(true);
});

it.each<[string, string, string | null]>([
  ['capitals', id.toUpperCase(), id],
  ['a blank within', id.replace('-4', '- 4'), id],
  ['a blank around', ` ${id}`, id],
  ['no dashes', id.replaceAll('-', ''), id],
  ['long dashes', id.replaceAll('-', '–'), id],
  ['braces', `{${id}}`, id],
  ['two in one', `${id};${id}`, null],
  ['a digit too few', id.slice(1), null],
  ['a digit too many', `${id}0`, null],
  ['a letter that is no digit', id.replace('a', 'o'), null],
  ['a name', 'org-acme', null],
  ['nothing', '', null],
])('takes no id with %s, and tells what was meant', (_, text, meant) => {
  expect(isWorkspaceId(text)).toBe(false);
  expect(meantWorkspaceId(text)).toBe(meant);
});
