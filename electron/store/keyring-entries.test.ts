import { beforeEach, describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { memoryKeyring, nameOf, type MemoryKeyring } from '../testing/memory-keyring.ts';
import type { FoundItem } from './keyring.ts';
import { KeyringError } from './keyring.ts';
import type { CommitGuard } from './account-locks.ts';
import { KeyringEntries } from './keyring-entries.ts';
import { keyringItemsOf, type KeyringItems } from './keyring-items.ts';
import { ReadBackKeyring } from './read-back-keyring.ts';

const two: readonly FoundItem[] = [
  { id: '/org/collection/login/2', label: 'new', createdAt: 2, modifiedAt: 20 },
  { id: '/org/collection/login/1', label: 'old', createdAt: 1, modifiedAt: 10 },
];

describe('the entries of the keyring', () => {
  let keyring: MemoryKeyring;
  let items: KeyringItems;
  let removed: string[];
  let duplicates: readonly FoundItem[];
  let entries: KeyringEntries;
  beforeEach(async () => {
    const codexHome = await temporaryFolder();
    items = await keyringItemsOf(codexHome);
    const memory = memoryKeyring();
    removed = [];
    duplicates = two;
    const inner: MemoryKeyring = {
      ...memory,
      list: (item) =>
        item.account === items.record.account ? Promise.resolve(duplicates) : memory.list(item),
      removeOne: (_, id) => {
        removed.push(id);
        return Promise.resolve(true);
      },
    };
    keyring = inner;
    let count = 0;
    entries = new KeyringEntries({
      keyring: inner,
      codexHome,
      commit: (work, { makeFolder }) => {
        expect(makeFolder).toBe(false);
        return work(endless);
      },
      randomId: () => `trial ${(count += 1)}`,
    });
  });

  it('are told by label and time, with what they are for', async () => {
    keyring.items.set(nameOf(items.journal), '');
    expect(await entries.list()).toMatchObject([
      { label: 'new', modifiedAt: 20, purpose: 'signIn', isOneOfSeveral: true },
      { label: 'old', modifiedAt: 10, purpose: 'signIn', isOneOfSeveral: true },
      { label: 'Gatehouse', purpose: 'journal', isOneOfSeveral: false },
    ]);
  });

  it.each(['/org/collection/login/1', 'login/1', '1'])(
    'one of several is removed: %s',
    async (id) => {
      await entries.remove(id);
      expect(removed).toEqual(['/org/collection/login/1']);
    },
  );

  it.each(['3', 'ogin/1', '', 'login'])('none is removed by "%s", which names none', async (id) => {
    await expect(entries.remove(id)).rejects.toThrow(/no such entry/);
    expect(removed).toEqual([]);
  });

  it('are several only where more than one matches', async () => {
    expect(await entries.several('signIn')).toMatchObject([{ label: 'new' }, { label: 'old' }]);
    duplicates = two.slice(0, 1);
    expect(await entries.several('signIn')).toEqual([]);
  });

  it('the only one that can be read is not removed', async () => {
    duplicates = two.slice(0, 1);
    await expect(entries.remove('2')).rejects.toThrow(/only entry .* gatehouse logout/);
    expect(removed).toEqual([]);
  });

  it('the only one is removed where it cannot be read', async () => {
    duplicates = two.slice(0, 1);
    keyring.get = () => Promise.reject(new KeyringError('unreadable-item', ''));
    await entries.remove('2');
    expect(removed).toEqual(['/org/collection/login/2']);
  });

  it('the only one is not removed for a reason that passes', async () => {
    duplicates = two.slice(0, 1);
    keyring.get = () => Promise.reject(new KeyringError('timed-out', ''));
    await expect(entries.remove('2')).rejects.toMatchObject({ code: 'keyring-timed-out' });
    expect(removed).toEqual([]);
  });
});

const endless = { isOver: () => false };

describe('the trial of a keyring', () => {
  async function trial(keyring: MemoryKeyring) {
    const codexHome = await temporaryFolder();
    const randomId = () => 'trial';
    const commit: CommitGuard = (work) => work(endless);
    const readBack = new ReadBackKeyring(keyring);
    const entries = new KeyringEntries({ keyring: readBack, codexHome, commit, randomId });
    return { entries, probe: nameOf((await keyringItemsOf(codexHome)).probe) };
  }

  it('writes, reads back and removes an entry of its own', async () => {
    const keyring = memoryKeyring();
    const { entries } = await trial(keyring);
    expect(await entries.probe()).toEqual({ kind: 'works' });
    expect(keyring.questions).toEqual([
      'set Gatehouse',
      'get Gatehouse',
      'delete Gatehouse',
      'get Gatehouse',
    ]);
    expect(keyring.items.size).toBe(0);
  });

  it('leaves its one entry where what is deleted is kept in a bin', async () => {
    const keyring = memoryKeyring();
    keyring.tell({ keepsDeleted: true });
    const { entries, probe } = await trial(keyring);
    await entries.probe();
    await entries.probe();
    expect([...keyring.items.keys()]).toEqual([probe]);
  });

  it.each([
    ['locked', 'keyring-locked'],
    ['no-service', 'keyring-unavailable'],
    ['no-default-collection', 'keyring-no-default-collection'],
    ['timed-out', 'keyring-timed-out'],
    ['refused', 'keyring-refused'],
  ] as const)('tells why it failed: %s', async (refusal, code) => {
    const keyring = memoryKeyring();
    keyring.refuse(refusal);
    const { entries } = await trial(keyring);
    expect(await entries.probe()).toMatchObject({ kind: 'fails', code });
  });

  it('fails where the keyring accepts and forgets', async () => {
    const keyring = { ...memoryKeyring(), set: () => Promise.resolve() };
    const { entries } = await trial(keyring);
    expect(await entries.probe()).toMatchObject({ kind: 'fails', code: 'keyring-failed' });
  });
});
