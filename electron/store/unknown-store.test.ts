import { expect, it } from 'vitest';

import { UnknownStore } from './unknown-store.ts';
import { deleteEverything } from '../testing/removals.ts';

it('shows, writes and removes nothing while it is not known which store is meant', async () => {
  const store = new UnknownStore('config.toml cannot be used.');
  const message = 'config.toml cannot be used.';
  expect(await store.load()).toEqual({ kind: 'unreadable', reason: 'setting-unknown', message });
  await expect(store.save()).rejects.toMatchObject({ code: 'unwritable', message });
  await expect(deleteEverything(store)).rejects.toMatchObject({ code: 'unwritable', message });
  expect(await store.keepAside()).toBeNull();
});
