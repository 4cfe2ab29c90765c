import { describe, expect, it } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { chatgptRecord } from '../testing/credentials.ts';
import { StoreError } from './credential-store.ts';
import { serializeJournal, type RefreshJournal } from './refresh-journal.ts';
import { UnsavedTokens } from './unsaved-tokens.ts';

const redeemed = chatgptRecord();
const answerOf = (name: string) => ({ idToken: null, accessToken: name, refreshToken: name });
const unsaved = { redeemed, tokens: answerOf('ours') };
const newer = JSON.stringify({ version: 2, tokens: 'of another shape' });

/** A journal in which other programs may write, and which may be out of reach. */
function world(content: string | null = null) {
  const slot = { content, isReachable: true, reads: 0 };
  const reach = <T>(work: () => T): Promise<T> =>
    slot.isReachable
      ? Promise.resolve(work())
      : Promise.reject(new StoreError('unwritable', 'it is out of reach'));
  const journal: RefreshJournal = {
    read: () => reach(() => ((slot.reads += 1), slot.content)),
    write: (text) => reach(() => void (slot.content = text)),
    clear: () => reach(() => void (slot.content = null)),
  };
  const log = capturedLog();
  const events = () => log.lines.map(({ event }) => event);
  return { slot, events, owner: new UnsavedTokens(() => journal, log) };
}

const begun = serializeJournal({ redeemed, tokens: null });
const answered = serializeJournal({ redeemed, tokens: answerOf('theirs') });

describe('an answer that has come', () => {
  it('is held and in the journal', async () => {
    const { owner, slot } = world(begun);
    await owner.put(unsaved);
    expect(owner.get()).toEqual(unsaved);
    expect(owner.areInMemoryAlone()).toBe(false);
    expect(slot.content).toBe(serializeJournal(unsaved));
  });

  it('is held in memory alone where the journal cannot be reached, until it can', async () => {
    const { owner, slot, events } = world(begun);
    slot.isReachable = false;
    await owner.put(unsaved);
    expect(owner.get()).toEqual(unsaved);
    expect(owner.areInMemoryAlone()).toBe(true);
    expect(events()).toEqual(['refresh-journal-not-written']);
    slot.isReachable = true;
    await owner.put(unsaved);
    expect(owner.areInMemoryAlone()).toBe(false);
  });

  it.each([
    ['the answer of another program', answered],
    ['the beginning of a refresh', begun],
    ['nothing', null],
  ])('is not given up for %s in the journal', async (_, content) => {
    const { owner, slot, events } = world();
    slot.isReachable = false;
    await owner.put(unsaved);
    slot.isReachable = true;
    slot.content = content;
    await owner.recover();
    expect(owner.get()).toEqual(unsaved);
    expect(owner.areInMemoryAlone()).toBe(true);
    expect(await owner.isThere()).toBe(true);
    // Who it belongs to has been answered: nothing was interrupted.
    expect([await owner.begun(), await owner.seenBegun()]).toEqual([null, null]);
    expect(events()).toEqual(['refresh-journal-not-written']);
  });

  it('is gone once it is saved', async () => {
    const { owner, slot } = world();
    await owner.put(unsaved);
    await owner.clear();
    expect([owner.get(), slot.content]).toEqual([null, null]);
    expect([owner.areInMemoryAlone(), await owner.isThere()]).toEqual([false, false]);
  });

  it('is no more held where the journal cannot be cleared, which is told', async () => {
    const { owner, slot, events } = world();
    await owner.put(unsaved);
    slot.isReachable = false;
    await owner.clear();
    expect(owner.get()).toBeNull();
    expect(events()).toEqual(['refresh-journal-not-read', 'refresh-journal-not-cleared']);
  });
});

describe('what a program that has ended left in the journal', () => {
  it('is taken over where it is an answer, and is in the journal still', async () => {
    const { owner, slot, events } = world(answered);
    expect([owner.get(), await owner.isThere(), await owner.begun()]).toEqual([null, true, null]);
    await owner.recover();
    expect(owner.get()?.tokens).toEqual(answerOf('theirs'));
    expect(owner.areInMemoryAlone()).toBe(false);
    expect(slot.content).toBe(answered);
    expect(events()).toEqual(['refresh-journal-found']);
  });

  it('is a refresh without an answer: nothing is held, and it is told', async () => {
    const { owner, events } = world(begun);
    await owner.recover();
    expect([owner.get(), await owner.isThere()]).toEqual([null, false]);
    expect((await owner.begun())?.tokens).toEqual(redeemed.tokens);
    expect(events()).toEqual(['refresh-was-interrupted']);
  });

  it.each([
    ['nothing', null],
    ['a text of nobody', 'half a'],
    ['a document of a newer version', newer],
  ])('is nothing to take where it is %s', async (_, content) => {
    const { owner, events } = world(content);
    await owner.recover();
    expect([owner.get(), await owner.isThere(), await owner.begun()]).toEqual([null, false, null]);
    expect(events()).toEqual([]);
  });
});

describe('the last look at the journal', () => {
  it('answers without another one', async () => {
    const { owner, slot } = world(begun);
    await owner.isThere();
    slot.reads = 0;
    expect((await owner.seenBegun())?.tokens).toEqual(redeemed.tokens);
    expect(slot.reads).toBe(0);
  });

  it('saw no beginning in an answer', async () => {
    const { owner } = world(answered);
    await owner.isThere();
    expect(await owner.seenBegun()).toBeNull();
  });

  it.each<[string, (owner: UnsavedTokens) => Promise<void>, string | null]>([
    ['a beginning of its own', (owner) => owner.reserve(redeemed), begun],
    ['the end of a refresh', (owner) => owner.clear(), null],
  ])('does not count after %s', async (_, change, content) => {
    const { owner, slot } = world(answered);
    await owner.isThere();
    await change(owner);
    expect(slot.content).toBe(content);
    const isBegun = content === begun;
    expect((await owner.seenBegun()) !== null).toBe(isBegun);
  });
});

describe('a journal of a newer version', () => {
  it('is left alone, and keeps the refresh token from being spent', async () => {
    const { owner, slot } = world(newer);
    await expect(owner.reserve(redeemed)).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining('Start that version.') as string,
    });
    await owner.clear();
    expect(slot.content).toBe(newer);
  });

  it('which cannot be reached keeps it from being spent as well', async () => {
    const { owner, slot } = world();
    slot.isReachable = false;
    await expect(owner.reserve(redeemed)).rejects.toThrow('it is out of reach');
  });
});
