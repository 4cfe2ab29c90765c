import { describe, expect, it } from 'vitest';

import { memoryKeyring, nameOf } from '../testing/memory-keyring.ts';
import { KeyringError, type Keyring, type KeyringErrorCode } from './keyring.ts';
import { ReadBackKeyring } from './read-back-keyring.ts';

const item = { service: 'Codex Auth', account: 'cli|1' };

/** A keyring that changes what it is told, or not, and then fails. */
function failing(code: KeyringErrorCode, { happens }: { readonly happens: boolean }) {
  const inner = memoryKeyring();
  const failAfter = async (work: () => Promise<unknown>): Promise<never> => {
    if (happens) await work();
    throw new KeyringError(code, '');
  };
  const keyring: Keyring = {
    ...inner,
    set: (one, value) => failAfter(() => inner.set(one, value)),
    delete: (one) => failAfter(() => inner.delete(one)),
  };
  return { inner, keyring: new ReadBackKeyring(keyring) };
}

describe('a keyring that is read back', () => {
  it('has saved and deleted what it says', async () => {
    const inner = memoryKeyring();
    const keyring = new ReadBackKeyring(inner);
    await keyring.set(item, 'value');
    expect(await keyring.get(item)).toBe('value');
    expect(await keyring.delete(item)).toBe(true);
    expect(await keyring.delete(item)).toBe(false);
  });

  it.each(['timed-out', 'no-service', 'failed'] as const)(
    'has saved and deleted what happened before it failed with "%s"',
    async (code) => {
      const { inner, keyring } = failing(code, { happens: true });
      await keyring.set(item, 'new');
      expect(inner.items.get(nameOf(item))).toBe('new');
      expect(await keyring.delete(item)).toBe(true);
      expect(inner.items.size).toBe(0);
    },
  );

  it.each(['timed-out', 'no-service', 'failed', 'locked', 'prompt-dismissed', 'refused'] as const)(
    'fails with "%s" where nothing happened',
    async (code) => {
      const { inner, keyring } = failing(code, { happens: false });
      inner.items.set(nameOf(item), 'old');
      await expect(keyring.set(item, 'new')).rejects.toMatchObject({ code });
      await expect(keyring.delete(item)).rejects.toMatchObject({ code });
      expect(inner.items.get(nameOf(item))).toBe('old');
    },
  );

  it.each([
    ['forgets', undefined],
    ['keeps the old value', 'old'],
    ['keeps another value', 'another'],
  ])('has failed where it accepts and %s', async (_, kept) => {
    const inner = memoryKeyring();
    if (kept !== undefined) inner.items.set(nameOf(item), kept);
    const keyring = new ReadBackKeyring({ ...inner, set: () => Promise.resolve() });
    await expect(keyring.set(item, 'new')).rejects.toMatchObject({ code: 'failed' });
  });

  it('has failed where it says that it deleted, and did not', async () => {
    const inner = memoryKeyring();
    inner.items.set(nameOf(item), 'old');
    const keyring = new ReadBackKeyring({ ...inner, delete: () => Promise.resolve(true) });
    await expect(keyring.delete(item)).rejects.toMatchObject({ code: 'failed' });
  });
});
