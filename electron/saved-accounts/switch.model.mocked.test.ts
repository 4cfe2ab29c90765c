import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { storeVariantsInTest } from '../testing/store-in-test.ts';
import { thrownAway } from '../testing/model/judge.ts';
import { surgeries } from '../testing/model/surgery.ts';
import {
  others,
  situationOf,
  worldOf,
  type ModelOptions,
  type Other,
} from '../testing/model/switch-model.ts';
import { sample, walk, type WalkOptions, type WalkResult } from '../testing/model/walk.ts';

// Equal states have to be equal byte for byte.
vi.mock('./account-seal.ts', async () => (await import('../testing/model/seal.ts')).modelSeal);

/** `npm run model` walks through all of it; else a part is, picked by a seed. */
const isFull = process.env['GATEHOUSE_MODEL'] === 'full';
const seed = Number(process.env['GATEHOUSE_MODEL_SEED'] ?? 1);
const hours = 3_600_000;

const otherNames = Object.keys(others) as Other[];
const stores = storeVariantsInTest.map(([mode, keyring]) => ({ mode, keyring }));
const file = { mode: 'file', keyring: 'item' } as const;

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function walked(
  options: ModelOptions,
  beside: readonly Other[],
  how: Partial<WalkOptions> & { readonly runs: number },
): Promise<WalkResult> {
  const start = await worldOf(options);
  const { runs, ...more } = how;
  return walk(() => Promise.resolve(situationOf(start, beside, options.surgery)), {
    faults: 1,
    maxRuns: runs,
    random: randomFrom(seed),
    ...more,
  });
}

/** What was walked, for whoever runs it; in full with a trace of each state that may be reached. */
function tell(title: string, { states, runs, ends, isWhole, met }: WalkResult): void {
  const part = isWhole ? 'the whole' : `a part, seed ${seed}`;
  const lines = [`${title}: ${states} states, ${ends} ends in ${runs} runs (${part})`];
  for (const [what, { count, trace }] of met) {
    lines.push(`  ${count} x ${what}`);
    if (isFull && what === thrownAway) lines.push(...trace.map((line) => `    ${line}`));
  }
  if (isFull) process.stdout.write(`${lines.join('\n')}\n`);
}

/** In full: the ends of tokens for each store once, and every mixture for the file. */
const mixtures: readonly Omit<ModelOptions, 'surgery'>[] = [
  ...stores.map((store) => ({ store, endsSoon: 'in use', isSaved: false }) as const),
  ...(['in use', 'to come', 'neither'] as const).map(
    (endsSoon) => ({ store: file, endsSoon, isSaved: true }) as const,
  ),
];

describe.each(mixtures)(
  'a switch with $store.mode ($store.keyring), where the tokens end soon of: $endsSoon; saved: $isSaved',
  (options) => {
    it.each(otherNames)(
      'loses nothing beside %s, with a kill or a fault at any step',
      { timeout: isFull ? hours : 60_000 },
      async (other) => {
        const result = await walked(options, [other], { runs: isFull ? Infinity : 10 });
        tell(`${options.store.mode} ${options.store.keyring} ${other}`, result);
        expect(result.failures.slice(0, 3)).toEqual([]);
      },
    );
  },
);

describe('what a switch cannot prevent', () => {
  const options: ModelOptions = { store: file, endsSoon: 'neither', isSaved: true };

  it('happens beside a Codex that is made to ask, and the saved copy is marked', async () => {
    const result = await walked(options, ['a forced refresh of Codex'], { faults: 0, runs: 2_000 });
    tell('a Codex that is made to ask', result);
    expect(result.isWhole).toBe(true);
    expect(result.failures).toEqual([]);
    expect([...result.met.keys()]).toEqual([thrownAway]);
  });

  it('does not happen beside one that asks where it has to, since the tokens are fresh', async () => {
    const result = await walked(options, ['a refresh of Codex'], { faults: 0, runs: 2_000 });
    expect(result.isWhole).toBe(true);
    expect(result.failures).toEqual([]);
    expect([...result.met.keys()]).toEqual([]);
  });
});

describe('three programs at once', () => {
  it('lose nothing', { timeout: isFull ? hours : 60_000 }, async () => {
    const mixed = await Promise.all(mixtures.map(worldOf));
    const three = fc.record({
      world: fc.integer({ min: 0, max: mixed.length - 1 }),
      beside: fc.tuple(fc.constantFrom(...otherNames), fc.constantFrom(...otherNames)),
      picks: fc.array(fc.nat({ max: 11 }), { minLength: 40, maxLength: 300 }),
      faults: fc.integer({ min: 0, max: 2 }),
    });
    const property = fc.asyncProperty(three, async ({ world, beside, picks, faults }) => {
      const start = mixed[world];
      if (start === undefined) throw new TypeError('there is no such world');
      const { violations, trace } = await sample(situationOf(start, beside), faults, picks);
      expect(violations, trace.join('\n')).toEqual([]);
    });
    const numRuns = isFull ? 20_000 : 60;
    await fc.assert(property, { seed, numRuns });
    if (isFull) process.stdout.write(`three programs: ${numRuns} samples, seed ${seed}\n`);
  });
});

describe('the model misses', () => {
  const asked: Other = 'a forced refresh of Codex';
  const cases: readonly (readonly [keyof typeof surgeries, Other, RegExp])[] = [
    ['the journal', 'a switch of another home to the same account', /can be redeemed in/],
    ['the comparison', asked, /works, and lies nowhere/],
    ['the read-back of what is saved', 'a refresh of Codex', /works, and lies nowhere/],
    ['the read-back of what is put into use', 'a refresh of Codex', /is said to be in use/],
    ['saving before replacing', 'a refresh of Codex', /works, and lies nowhere/],
    ['the seal', 'a refresh of Codex', /holds a token in plain text/],
    ['the making ready before the locks', 'a refresh of Codex', /holds auth\.json\.lock during/],
    ['the look for programs of Codex', asked, /its account is not marked/],
    ['the second look for them', asked, /its account is not marked/],
  ];

  it.each(cases)('%s, where it is taken out', async (missing, other, violation) => {
    const options: ModelOptions = {
      store: file,
      endsSoon: 'neither',
      isSaved: false,
      surgery: surgeries[missing],
    };
    const result = await walked(options, [other], { runs: 3_000, until: violation });
    expect(result.failures.flatMap(({ violations }) => violations).join('\n')).toMatch(violation);
  });
});
