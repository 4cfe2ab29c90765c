import { describe, expect, it } from 'vitest';

import { importersAmong, testsOf } from './import-distance.mjs';
import { repositoryFiles } from './mutant-lane.mjs';
import {
  draw,
  mutantsOf,
  mutated,
  mutatedFiles,
  mutatedFolders,
  withoutEqual,
  type EqualMutant,
  type Mutant,
} from './mutant-list.mjs';
import { killedShare, mutantsDocument, mutantsTable } from './mutants-table.mjs';

const name = 'electron/auth/example.ts';
const content = `export const isDue = (now: number, at?: number): boolean =>
  now >= (at ?? 0); // „due“
export const later = (at: number | undefined): number =>
  at ?? 1 ?? 2;
`;
const listed = (text = content): Promise<Mutant[]> => mutantsOf([{ name, content: text }]);
const all = await listed();
const entryFor = (mutant: Mutant, change: Partial<EqualMutant> = {}): EqualMutant => ({
  file: mutant.file,
  code: mutant.code,
  original: mutant.original,
  replacement: mutant.replacement,
  reason: 'an example',
  ...change,
});

describe('the list of mutants', () => {
  it('says where each stands, what is there and what comes into its place', () => {
    const comparison = {
      file: name,
      line: 2,
      mutator: 'EqualityOperator',
      code: 'now >= (at ?? 0); // „due“',
    };
    expect(all).toContainEqual(
      expect.objectContaining({ ...comparison, replacement: 'now > (at ?? 0)' }),
    );
    expect(all).toContainEqual(
      expect.objectContaining({ ...comparison, replacement: 'now < (at ?? 0)' }),
    );
    for (const mutant of all) {
      expect(content.slice(mutant.start, mutant.end)).toBe(mutant.original);
    }
  });

  it('changes that place alone', () => {
    const mutant = all.find(({ replacement }) => replacement === 'now < (at ?? 0)')!;
    expect(mutated(content, mutant)).toBe(content.replace('>=', '<'));
  });

  it('keeps the order of operators around one that is changed', () => {
    const inner = all.find(
      ({ original, mutator }) => original === 'at ?? 1' && mutator === 'LogicalOperator',
    )!;
    expect(mutated(content, inner)).toContain('(at && 1) ?? 2');
  });

  it('covers every production file of its folders, and no test', () => {
    const files = mutatedFiles();
    expect(new Set(files.map((file) => file.split('/')[1]))).toEqual(new Set(mutatedFolders));
    expect(files).toContain('electron/store/locations/plain-file.ts');
    expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
  });
});

describe('the mutants called equal', () => {
  const [first] = all as [Mutant];

  it('are not drawn, wherever their line has moved to', async () => {
    const moved = await listed(`\n\n${content.replaceAll('  ', '    ')}`);
    const { unequal, stale } = withoutEqual(moved, [entryFor(first)]);
    expect(unequal).toHaveLength(all.length - 1);
    expect(stale).toEqual([]);
  });

  it.each<[string, Partial<EqualMutant>]>([
    ['of another file', { file: 'electron/auth/other.ts' }],
    ['of a line that has changed', { code: 'now > 0' }],
    ['of code that has changed', { original: 'then' }],
    ['with another replacement', { replacement: 'else' }],
  ])('%s are stale, and leave no mutant out', (_, change) => {
    const entry = entryFor(first, change);
    expect(withoutEqual(all, [entry])).toEqual({ unequal: all, stale: [entry] });
  });
});

describe('the draw', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draw(all, 1, 5)).toEqual(draw(all, 1, 5));
    expect(draw(all, 1, 5)).not.toEqual(draw(all, 2, 5));
    expect(draw(all, 1, 5)).toHaveLength(5);
  });

  it('takes each mutant once, also those with the same text', async () => {
    const twice = await listed(content + content.replaceAll('export const ', 'export const its'));
    expect(new Set(draw(twice, 1, twice.length)).size).toBe(twice.length);
  });

  it('does not depend on what else there is to draw from', () => {
    const drawn = draw(all, 1, 5);
    expect(draw([...drawn].reverse(), 1, 5)).toEqual(drawn);
  });
});

describe('the tests of a file', () => {
  it('begin with its own, go on with what imports it, and leave out the rest', async () => {
    const importers = importersAmong(await repositoryFiles());
    const tests = testsOf('electron/auth/refresh-due.ts', importers);
    expect(tests[0]).toBe('electron/auth/refresh-due.test.ts');
    expect(tests).toContain('electron/auth/auth-session.test.ts');
    expect(tests).not.toContain('electron/tray/tray-menu.test.ts');
    const near = tests.indexOf('electron/auth/refresh-schedule.test.ts');
    expect(near).toBeLessThan(tests.indexOf('electron/auth/auth-session.test.ts'));
  });
});

describe('the results', () => {
  const [mutant] = all as [Mutant];
  const killed = { mutant, outcome: 'killed', by: 'electron/auth/example.test.ts' } as const;
  const survived = { mutant, outcome: 'survived', by: '' } as const;

  it('count a test, a type error and a timeout as noticed, and nothing else', () => {
    const noticed = [
      killed,
      { ...killed, outcome: 'type error' },
      { ...killed, outcome: 'timeout' },
    ] as const;
    expect(killedShare(noticed)).toBe(1);
    expect(killedShare([...noticed, survived])).toBe(0.75);
    expect(killedShare([survived, { ...survived, outcome: 'no test' }])).toBe(0);
  });

  it('stand in a table, those that nothing noticed first', () => {
    const rows = mutantsTable([killed, survived]).split('\n').slice(2);
    expect(rows[0]).toContain('survived');
    expect(rows[1]).toContain('example.test.ts');
  });

  it('can be shown in a table whatever the code is', () => {
    const code = { ...mutant, original: 'a ||\n  `${b}`', replacement: 'x'.repeat(100) };
    const [row] = mutantsTable([{ ...survived, mutant: code }])
      .split('\n')
      .slice(2);
    expect(row).toContain('`` a \\|\\| `${b}` ``');
    expect(row).toContain(`\`${'x'.repeat(57)}...\``);
  });

  it('come into the document with the seed and the counts', () => {
    const run = {
      seed: 7,
      all: 100,
      equal: 3,
      results: [killed, survived],
      facts: '- Commit: abc',
    };
    const text = mutantsDocument(run);
    expect(text).toContain('- Commit: abc\n- Mutants: 100, of which 3 are equal\n- Seed: 7');
    expect(text).toContain('- Noticed: 1 of 2');
  });
});
