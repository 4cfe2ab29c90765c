import { expect, it } from 'vitest';

import { settingsWith } from '../testing/settings.ts';
import { rereadConfig, unknownWaitsMs } from './reread-config.ts';
import type { CodexConfig } from './codex-config.ts';

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
