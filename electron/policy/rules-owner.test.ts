import { expect, it, vi } from 'vitest';

import { rules } from '../testing/login-rules.ts';
import type { Settings } from './settings.ts';
import { RulesOwner } from './rules-owner.ts';

const unset = { kind: 'unset' } as const;
const settings = (known: Settings['rules']): Settings => ({
  rules: known,
  storeMode: unset,
  encryptedStore: unset,
});

it('holds the settings as they were last read, and tells when they are read again', async () => {
  let onDisk = settings(rules({}));
  const owner = await RulesOwner.open(() => Promise.resolve(onDisk));
  const listener = vi.fn();
  const stop = owner.onChange(listener);

  const before = owner.get();
  onDisk = settings(rules({ forcedMethod: 'api' }));
  expect(owner.get()).toBe(before);

  expect(await owner.reload()).toEqual(rules({ forcedMethod: 'api' }));
  expect(owner.get()).toBe(onDisk);
  expect(listener).toHaveBeenCalledTimes(1);

  stop();
  await owner.reload();
  expect(listener).toHaveBeenCalledTimes(1);
});
