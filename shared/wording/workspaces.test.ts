import { expect, it } from 'vitest';

import { textsOf, workspaceLabel, workspaceNameOf, workspaceWithId } from './workspaces.ts';

const names = { 'ws-1': 'Compilers' };

it('is called by its name, else by its id, with which it stands in rules', () => {
  expect([workspaceLabel('ws-1', names), workspaceLabel('ws-2', names)]).toEqual([
    'Compilers',
    'ws-2',
  ]);
  expect([workspaceWithId('ws-1', names), workspaceWithId('ws-2', names)]).toEqual([
    'Compilers (ws-1)',
    'ws-2',
  ]);
});

it.each([null, 'ws-2', 'constructor', '__proto__'])('has no name for the id %j', (id) => {
  expect(workspaceNameOf(id, names)).toBeNull();
});

it.each([
  ['ws-1', ['ws-1']],
  [
    ['ws-1', 'ws-2'],
    ['ws-1', 'ws-2'],
  ],
  [true, []],
  [3, []],
  [null, []],
])('finds the texts of %j', (value, texts) => {
  expect(textsOf(value)).toEqual(texts);
});
