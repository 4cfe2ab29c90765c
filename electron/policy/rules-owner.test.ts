import { expect, it, vi } from 'vitest';

import { rules } from '../testing/login-rules.ts';
import { settingsWith } from '../testing/settings.ts';
import type { CodexConfig } from './codex-config.ts';
import { rereadConfig, RulesOwner, unknownWaitsMs } from './rules-owner.ts';

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

const known = settingsWith();
const unknown: CodexConfig = { ...known, rules: { kind: 'unknown', message: 'half a table' } };
const unknownStore: CodexConfig = {
  ...known,
  storeMode: { kind: 'unknown', source: 'config.toml', message: 'not one of them' },
};

function reading(...contents: readonly CodexConfig[]) {
  const waited: number[] = [];
  const left = [...contents];
  const read = rereadConfig(
    () => Promise.resolve((left.length > 1 ? left.shift() : left[0]) ?? known),
    (delayMs) => Promise.resolve(void waited.push(delayMs)),
  );
  return { read, waited };
}

it('takes what it understands at once', async () => {
  const { read, waited } = reading(known);
  expect(await read()).toBe(known);
  expect(waited).toEqual([]);
});

it.each([
  ['rules', unknown],
  ['store', unknownStore],
])('reads again what it stops understanding (%s)', async (_, half) => {
  const { read, waited } = reading(known, half, half, known);
  await read();
  expect(await read()).toBe(known);
  expect(waited).toEqual(unknownWaitsMs.slice(0, 2));
});

it('says in the end what it does not understand, and then at once', async () => {
  const { read, waited } = reading(unknown);
  expect(await read()).toBe(unknown);
  expect(await read()).toBe(unknown);
  expect(waited).toEqual(unknownWaitsMs);
});
