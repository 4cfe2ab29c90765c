import { describe, expect, it, vi } from 'vitest';

import { exchangeLimitMs, StoreError } from '../auth/credential-store.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, grace, present } from '../testing/credentials.ts';
import { chosen, storeInTest, storeVariantsInTest } from '../testing/store-in-test.ts';
import { putInto } from '../testing/stored.ts';
import type { CommitGuard, Lease } from './account-locks.ts';
import type { KeyringErrorCode } from './keyring.ts';
import type { CredentialLocation } from './locations/credential-location.ts';
import type { StoreChoice } from './store-plan.ts';

const adas = chatgptRecord();
const adasLater = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const graces = chatgptRecord({ person: grace, tokens: { refresh_token: 'refresh-of-grace' } });
const absent = { kind: 'absent' } as const;

type Mode = (typeof storeVariantsInTest)[number][0];
type Variant = (typeof storeVariantsInTest)[number][1];

/** The store of a variant, its first location, and a lease that a test can end. */
async function scene(mode: Mode, variant: Variant, choose?: () => StoreChoice) {
  const lease = { isOver: false };
  // How long a real machine takes is not what is tested.
  const passed = { ms: 0 };
  vi.spyOn(performance, 'now').mockImplementation(() => passed.ms);
  const limits: (number | undefined)[] = [];
  const commit: CommitGuard = (work, { limitMs }) => {
    limits.push(limitMs);
    return work({ isOver: () => lease.isOver });
  };
  const parts = choose === undefined ? { commit } : { commit, choose };
  const world = storeInTest(await temporaryFolder(), chosen(mode, variant), parts);
  const first: CredentialLocation =
    mode === 'file' ? world.file : variant === 'item' ? world.item : world.encryptedFile;
  return { ...world, first, lease, limits, passed };
}

describe.each(storeVariantsInTest)('an exchange in the store %s (%s)', (mode, variant) => {
  const source = mode === 'file' ? 'file' : 'keyring';
  const open = () => scene(mode, variant);

  it('puts another account in place of what is expected, within a second', async () => {
    const { store, first, limits } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'exchanged' });
    expect(await store.load()).toEqual({ kind: 'present', record: graces, source });
    expect(await first.load()).toMatchObject({ record: graces });
    expect(limits).toEqual([exchangeLimitMs]);
  });

  it('puts it where nothing was', async () => {
    const { store, first } = await open();
    expect(await store.exchange(graces, absent)).toEqual({ kind: 'exchanged' });
    expect(await first.load()).toMatchObject({ record: graces });
  });

  it('tells when it was done, before the locks are let go of', async () => {
    const { store, first } = await open();
    await putInto(first, adas);
    const onReplaced = vi.fn(async () => {
      expect(await first.load()).toMatchObject({ record: graces });
    });
    await store.exchange(graces, await store.load(), onReplaced);
    expect(onReplaced).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the same account, refreshed', adasLater],
    ['another one', apiKeyRecord()],
  ])('leaves what came before: %s', async (_, came) => {
    const { store, first, limits } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    await putInto(first, came);
    const onReplaced = vi.fn(() => Promise.resolve());
    expect(await store.exchange(graces, seen, onReplaced)).toEqual({ kind: 'changed' });
    expect(await first.load()).toMatchObject({ record: came });
    expect(onReplaced).not.toHaveBeenCalled();
    // Nothing had to be locked for that.
    expect(limits).toEqual([]);
  });

  it('leaves what came while it was made ready', async () => {
    const { store, first } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    const tryPut = first.tryPut.bind(first);
    first.tryPut = async () => {
      await tryPut();
      await putInto(first, adasLater);
    };
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'changed' });
    expect(await first.load()).toMatchObject({ record: adasLater });
  });

  it('leaves what came between the look and the very write', async () => {
    const { store, first } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    const put = first.put.bind(first);
    first.put = async (record, over, lease) => {
      first.put = put;
      await putInto(first, adasLater);
      return put(record, over, lease);
    };
    expect(await store.exchange(graces, seen)).toMatchObject({ kind: 'changed' });
    expect(await first.load()).toMatchObject({ record: adasLater });
  });

  it('leaves all where it was signed out', async () => {
    const { store, first } = await open();
    expect(await store.exchange(graces, present(adas))).toEqual({ kind: 'changed' });
    expect(await first.load()).toEqual(absent);
  });

  it('is not begun where the place takes more than half of the time', async () => {
    const { store, first, limits, passed } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    first.tryPut = () => Promise.resolve(void (passed.ms += exchangeLimitMs / 2 + 1));
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'slow' });
    expect(await first.load()).toMatchObject({ record: adas });
    expect(limits).toEqual([]);
  });

  it('changes nothing where the time is over before', async () => {
    const { store, first, lease } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    lease.isOver = true;
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'slow' });
    expect(await first.load()).toMatchObject({ record: adas });
  });

  it('changes nothing where the time ends just before the write', async () => {
    const { store, first, lease } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    const put = first.put.bind(first);
    first.put = (...args) => {
      lease.isOver = true;
      return put(...args);
    };
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'slow' });
    expect(await first.load()).toMatchObject({ record: adas });
  });

  it('has no certain end where the time ends while it is written, and tells all the same', async () => {
    const { store, first, lease } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    const put = first.put.bind(first);
    first.put = async (...args) => {
      const outcome = await put(...args);
      lease.isOver = true;
      return outcome;
    };
    const onReplaced = vi.fn(() => Promise.resolve());
    expect(await store.exchange(graces, seen, onReplaced)).toEqual({ kind: 'uncertain' });
    expect(onReplaced).toHaveBeenCalledTimes(1);
    expect(await first.load()).toMatchObject({ record: graces });
  });

  it('has no certain end where the place does not hold it afterwards', async () => {
    const { store, first } = await open();
    await putInto(first, adas);
    const seen = await store.load();
    first.put = () => Promise.resolve({ kind: 'put' });
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'uncertain' });
  });

  it.each(['prepare', 'tryPut', 'put'] as const)(
    'is refused with the words of the place, and changes nothing (%s)',
    async (step) => {
      const { store, first } = await open();
      await putInto(first, adas);
      const seen = await store.load();
      const full = new StoreError('unwritable', 'The disk is full.');
      vi.spyOn(first, step).mockRejectedValue(full);
      await expect(store.exchange(graces, seen)).rejects.toBe(full);
      expect(await first.load()).toMatchObject({ record: adas });
    },
  );

  it('is not done where the setting changes meanwhile', async () => {
    let choice = chosen(mode, variant);
    const { store, first } = await scene(mode, variant, () => choice);
    await putInto(first, adas);
    const seen = await store.load();
    const tryPut = first.tryPut.bind(first);
    first.tryPut = async () => {
      await tryPut();
      choice = chosen(mode === 'file' ? 'keyring' : 'file');
    };
    expect(await store.exchange(graces, seen)).toEqual({ kind: 'changed' });
    expect(await first.load()).toMatchObject({ record: adas });
  });
});

describe.each(storeVariantsInTest.filter(([mode]) => mode !== 'file'))(
  'the auth.json beside the keyring of the store %s (%s)',
  (mode, variant) => {
    const open = () => scene(mode, variant);

    it('goes where it holds what was in use', async () => {
      const { store, first, file } = await open();
      await putInto(first, adas);
      await putInto(file, adas);
      await store.exchange(graces, await store.load());
      expect(await file.load()).toEqual(absent);
    });

    it('stays where it holds another sign-in', async () => {
      const { store, first, file } = await open();
      await putInto(first, adas);
      await putInto(file, adasLater);
      await store.exchange(graces, await store.load());
      expect(await file.load()).toEqual(present(adasLater));
    });

    it('is removed later where an exchange was cut off, and only what it left', async () => {
      const { store, first, file } = await open();
      await putInto(first, graces);
      await putInto(file, adas);
      await store.removeLeftOvers((record) => record.tokens?.refreshToken === 'refresh-2');
      expect(await file.load()).toEqual(present(adas));
      await store.removeLeftOvers((record) => record.tokens?.refreshToken === 'refresh-1');
      expect(await file.load()).toEqual(absent);
      expect(await first.load()).toMatchObject({ record: graces });
    });

    it('is looked for without the locks, and removed within a second', async () => {
      const { store, first, file, limits } = await open();
      await putInto(first, graces);
      await store.removeLeftOvers(() => true);
      expect(limits).toEqual([]);
      await putInto(file, adas);
      await store.removeLeftOvers(() => true);
      expect(limits).toEqual([exchangeLimitMs]);
      expect(await file.load()).toEqual(absent);
    });

    it('stays where looking takes more than half of that', async () => {
      const { store, first, file, limits, passed } = await open();
      await putInto(first, graces);
      await putInto(file, adas);
      const load = first.load.bind(first);
      first.load = () => {
        passed.ms += exchangeLimitMs / 2 + 1;
        return load();
      };
      await store.removeLeftOvers(() => true);
      expect(limits).toEqual([]);
      expect(await file.load()).toEqual(present(adas));
    });

    it('stays where the time is over', async () => {
      const { store, first, file, lease } = await open();
      await putInto(first, graces);
      await putInto(file, adas);
      lease.isOver = true;
      await store.removeLeftOvers(() => true);
      expect(await file.load()).toEqual(present(adas));
    });

    it('stays where the keyring does not say what is in use', async () => {
      const { store, first, file, keyring } = await open();
      await putInto(first, graces);
      await putInto(file, adas);
      await store.load();
      keyring.refuse('locked');
      await store.removeLeftOvers(() => true);
      keyring.answer();
      expect(mode === 'auto' ? await file.load() : present(adas)).toEqual(present(adas));
      expect(await first.load()).toMatchObject({ record: graces });
    });

    it.each<KeyringErrorCode>(['locked', 'no-service', 'timed-out'])(
      'gets nothing where the keyring is %s and may hold another one',
      async (code) => {
        const { store, first, file, keyring } = await open();
        await putInto(first, adas);
        const seen = await store.load();
        keyring.refuse(code);
        const outcome = await store.exchange(graces, seen).catch((error: unknown) => error);
        expect(outcome).toEqual({ kind: 'changed' });
        keyring.answer();
        expect(await file.load()).toEqual(absent);
        expect(await first.load()).toMatchObject({ record: adas });
      },
    );
  },
);

describe('an exchange in the store auto', () => {
  it.each(['item', 'encryptedFile'] as const)(
    'moves it from auth.json to the keyring (%s)',
    async (variant) => {
      const { store, first, file } = await scene('auto', variant);
      await putInto(file, adas);
      expect(await store.exchange(graces, await store.load())).toEqual({ kind: 'exchanged' });
      expect(await first.load()).toMatchObject({ record: graces });
      expect(await file.load()).toEqual(absent);
    },
  );

  it('stays in auth.json where there is no keyring', async () => {
    const { store, file, keyring } = await scene('auto', 'item');
    keyring.refuse('no-service');
    await putInto(file, adas);
    expect(await store.exchange(graces, await store.load())).toEqual({ kind: 'exchanged' });
    expect(await file.load()).toEqual(present(graces));
  });

  it('stays in auth.json where the empty keyring takes nothing', async () => {
    const { store, file, item } = await scene('auto', 'item');
    item.prepare = () => Promise.reject(new StoreError('keyring-no-default-collection', 'none'));
    await putInto(file, adas);
    expect(await store.exchange(graces, await store.load())).toEqual({ kind: 'exchanged' });
    expect(await file.load()).toEqual(present(graces));
  });

  it('has been done where what was in use cannot be removed beside it', async () => {
    const { store, file, item, log } = await scene('auto', 'item');
    await putInto(file, adas);
    file.remove = () => Promise.reject(new StoreError('unwritable', 'no'));
    expect(await store.exchange(graces, await store.load())).toEqual({ kind: 'exchanged' });
    expect(await item.load()).toMatchObject({ record: graces });
    expect(log.lines.map(({ event }) => event)).toContain('left-over-not-removed');
  });
});

const over: Lease = { isOver: () => true };
const running: Lease = { isOver: () => false };

describe.each(['file', 'item', 'encryptedFile'] as const)('the location %s', (name) => {
  const open = async () => {
    const world = storeInTest(await temporaryFolder());
    await putInto(world[name], adas);
    return { location: world[name], keyring: world.keyring, seen: await world[name].load() };
  };

  it('replaces what it held while the time lasts, prepared or not', async () => {
    const { location, seen } = await open();
    expect(await location.put(graces, seen, running)).toEqual({ kind: 'put' });
    const next = await location.load();
    await location.prepare(adas, next);
    expect(await location.put(adas, next, running)).toEqual({ kind: 'put' });
    expect(await location.load()).toEqual(seen);
  });

  it.each(['prepared', 'not prepared'])(
    'replaces nothing once the time is over (%s)',
    async (how) => {
      const { location, seen } = await open();
      if (how === 'prepared') await location.prepare(graces, seen);
      expect(await location.put(graces, seen, over)).toMatchObject({ kind: 'changed' });
      expect(await location.load()).toEqual(seen);
    },
  );

  it('replaces nothing that came after it was prepared', async () => {
    const { location, seen } = await open();
    await location.prepare(graces, seen);
    await putInto(location, adasLater);
    expect(await location.put(graces, seen, running)).toMatchObject({ kind: 'changed' });
    expect(await location.load()).toMatchObject({ record: adasLater });
  });

  it('tells whether it still holds what was seen', async () => {
    const { location, seen } = await open();
    expect(await location.stillHolds(seen)).toBe(true);
    expect(await location.stillHolds(absent)).toBe(false);
    expect(await location.stillHolds({ ...present(adasLater) })).toBe(false);
    await putInto(location, adasLater);
    expect(await location.stillHolds(seen)).toBe(false);
    await location.remove([await location.load()]);
    expect(await location.stillHolds(absent)).toBe(true);
  });

  it('prepares and tries without changing what it holds, or what a refresh has begun', async () => {
    const { location, seen } = await open();
    await location.journal.write('a refresh that was begun');
    await location.prepare(graces, seen);
    await location.tryPut();
    expect(await location.load()).toEqual(seen);
    expect(await location.journal.read()).toBe('a refresh that was begun');
  });

  it('refuses ahead a record that could not be read again', async () => {
    const { location, seen } = await open();
    const large = chatgptRecord({ members: { large: 'x'.repeat(1024 * 1024) } });
    await expect(location.prepare(large, seen)).rejects.toMatchObject({ code: 'unwritable' });
  });
});

it('the encrypted file tells what it still holds without asking the keyring', async () => {
  const { encryptedFile, keyring } = storeInTest(await temporaryFolder());
  await putInto(encryptedFile, adas);
  const seen = await encryptedFile.load();
  const asked = keyring.questions.length;
  expect(await encryptedFile.stillHolds(seen)).toBe(true);
  expect(keyring.questions).toHaveLength(asked);
});

it('a place in memory is exchanged without locks', async () => {
  const { store, limits } = await scene('file', 'item', () => chosen('ephemeral'));
  expect(await store.exchange(graces, absent)).toEqual({ kind: 'exchanged' });
  expect(await store.load()).toMatchObject({ record: graces, source: 'ephemeral' });
  expect(limits).toEqual([]);
});
