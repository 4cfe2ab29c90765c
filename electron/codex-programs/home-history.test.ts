import { describe, expect, it } from 'vitest';

import {
  heldAt,
  historySchema,
  isSameHolder,
  maxEntries,
  noHistory,
  withSeen,
  type HistoryEntry,
  type HomeHistory,
} from './home-history.ts';
import { ada, apiKey, bob, entry, grace, nobody, otherKey, token } from '../testing/holders.ts';

const minute = 60_000;
const history = (...entries: HistoryEntry[]): HomeHistory => ({ ...noHistory, entries });

describe('what is seen of a home', () => {
  it('begins with what is there, of which nothing earlier is known', () => {
    const first = withSeen(noHistory, entry(ada, { at: 5 * minute, after: 4 * minute }));
    expect(first.entries).toEqual([entry(ada, { at: 5 * minute, after: null })]);
  });

  it('adds nothing where the same person is signed in, also with other tokens', () => {
    const before = history(entry(ada, { at: minute }));
    expect(withSeen(before, entry({ ...ada, id: 'other' }, { at: 2 * minute }))).toBe(before);
  });

  it('keeps the time between the last look and the change as one in which either was there', () => {
    const before = history(entry(ada, { at: minute }));
    const seen = entry(grace, { at: 9 * minute, after: 4 * minute, by: 'other' });
    expect(withSeen(before, seen).entries.at(-1)).toEqual(seen);
  });

  it.each([
    [null, 'from the last entry on, where nobody has looked since'],
    [0, 'and never before the last entry'],
  ] as const)('%j: %s', (after, _where) => {
    const before = history(entry(ada, { at: minute }));
    const { entries } = withSeen(before, entry(grace, { at: 9 * minute, after, by: 'other' }));
    expect(entries.at(-1)).toMatchObject({ at: 9 * minute, after: minute });
  });

  it('takes the word of a command that the app has seen a moment before', () => {
    const before = history(entry(ada, { at: 0 }), entry(grace, { at: minute, by: 'other' }));
    const told = withSeen(before, entry(grace, { at: minute + 500, by: 'gatehouse' }));
    expect(told.entries.at(-1)).toMatchObject({ at: minute, by: 'gatehouse' });
    const late = withSeen(before, entry(grace, { at: 5 * minute, by: 'gatehouse' }));
    expect(late).toBe(before);
  });

  it('is bounded, and what is before the first that is left is not known any more', () => {
    let all = noHistory;
    for (let count = 0; count <= maxEntries; count += 1) {
      const at = count * minute;
      all = withSeen(all, entry(count % 2 === 0 ? ada : grace, { at, after: at }));
    }
    expect(all.entries).toHaveLength(maxEntries);
    expect(all.entries[0]).toMatchObject({ at: minute, after: null });
  });
});

it('keeps members that this version does not know', () => {
  const text = JSON.stringify({
    version: 1,
    colour: 'blue',
    entries: [{ ...entry(ada), mood: 1 }],
  });
  const parsed = historySchema.parse(JSON.parse(text));
  expect(withSeen(parsed, entry(grace, { at: 9 }))).toMatchObject({
    colour: 'blue',
    entries: [{ mood: 1 }, {}],
  });
});

describe('what a home held', () => {
  const { entries } = history(
    entry(ada, { at: 10 * minute, after: null }),
    entry(grace, { at: 20 * minute, after: 15 * minute, by: 'other' }),
    entry(nobody, { at: 30 * minute, after: 30 * minute }),
  );
  it.each([
    [5, { kind: 'unknown' }],
    [10, { kind: 'unknown' }],
    [12, { kind: 'known', index: 0 }],
    [15, { kind: 'oneOf', indexes: [0, 1] }],
    [19, { kind: 'oneOf', indexes: [0, 1] }],
    [20, { kind: 'oneOf', indexes: [0, 1] }],
    [25, { kind: 'known', index: 1 }],
    [30, { kind: 'oneOf', indexes: [1, 2] }],
    [31, { kind: 'known', index: 2 }],
  ])('at minute %j', (at, expected) => {
    expect(heldAt(entries, at * minute)).toEqual(expected);
  });

  it('is not known without a history', () => {
    expect(heldAt([], 0)).toEqual({ kind: 'unknown' });
  });
});

describe('two are the same', () => {
  it.each([
    ['nobody and nobody', nobody, nobody, true],
    ['one person in one workspace', ada, { ...ada, email: 'new@example.com' }, true],
    ['one person by address, where an id is missing', ada, { ...ada, userId: null }, true],
    ['one person in two workspaces', ada, { ...ada, accountId: 'X' }, false],
    ['two people of one workspace', ada, bob, false],
    ['two people by address', { ...ada, userId: null }, bob, false],
    ['a person whose workspace is not known', ada, { ...ada, accountId: null }, null],
    ['a person whom nothing names', ada, { ...ada, userId: null, email: null }, null],
    ['a person and a key', ada, apiKey, false],
    ['a key and itself', apiKey, apiKey, true],
    ['two keys', apiKey, otherKey, false],
    ['a key that nobody tells apart', apiKey, { ...apiKey, id: null }, null],
    ['a token, and the person that a server names for it', token, ada, null],
    ['a token of somebody, and another person', { ...token, email: 'x@example.com' }, ada, false],
  ])('%s', (_name, a, b, expected) => {
    expect(isSameHolder(a, b)).toBe(expected);
    expect(isSameHolder(b, a)).toBe(expected);
  });
});
