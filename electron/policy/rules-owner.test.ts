import { expect, it, vi } from 'vitest';

import { rules } from '../testing/login-rules.ts';
import { settingsWith } from '../testing/settings.ts';
import { RulesOwner } from './rules-owner.ts';

it('holds the settings as they were last read, and tells when they are read again', async () => {
  let onDisk = settingsWith(rules({}));
  let now = 1_000;
  const owner = await RulesOwner.open(
    () => Promise.resolve(onDisk),
    () => now,
  );
  const listener = vi.fn();
  const stop = owner.onChange(listener);

  const before = owner.get();
  onDisk = settingsWith(rules({ forcedMethod: 'api' }));
  now = 2_000;
  expect(owner.get()).toBe(before);
  expect(owner.readAt()).toBe(1_000);

  expect(await owner.reload()).toEqual(rules({ forcedMethod: 'api' }));
  expect(owner.get()).toBe(onDisk);
  expect(owner.readAt()).toBe(2_000);
  expect(listener).toHaveBeenCalledTimes(1);

  stop();
  await owner.reload();
  expect(listener).toHaveBeenCalledTimes(1);
});
