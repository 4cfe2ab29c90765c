import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import budgets from '../bench/budgets.json' with { type: 'json' };
import { aboveBudget } from './bench-budgets.mjs';
import { inRepo } from './paths.mjs';

const row = (what: string, median: number) => ({
  what,
  unit: 'ms' as const,
  median,
  peer: { what: 'its peer', median: 10 },
  requests: null,
  bytesPerCall: null,
});
const allowed = { 'a start / its peer': 1.5 };

describe('the budget of a ratio', () => {
  it('is kept by what is at it, and not by what is above', () => {
    expect(aboveBudget([row('a start', 15)], allowed, { areAll: true })).toEqual([]);
    expect(aboveBudget([row('a start', 16)], allowed, { areAll: true })).toEqual([
      'a start / its peer: 1.60 is above its budget of 1.5',
    ]);
  });

  it('is missed where no row has its name, if all was measured', () => {
    const rows = [row('another start', 15)];
    expect(aboveBudget(rows, allowed, { areAll: false })).toEqual([]);
    expect(aboveBudget(rows, allowed, { areAll: true })).toEqual([
      'a start / its peer: this budget is of no row',
    ]);
  });
});

describe('npm run bench -- --check', () => {
  const [[name = '', budget = 0] = []] = Object.entries(budgets);
  const [what = '', peer = ''] = name.split(' / ');

  it.each([
    ['ends well where a report keeps the budgets', 1, 0],
    ['ends with 1 where one is exceeded', 1.01, 1],
  ])('%s', async (_, times, exitCode) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-budgets-'));
    const report = path.join(folder, 'report.json');
    const rows = [{ ...row(what, budget * times), peer: { what: peer, median: 1 } }];
    await writeFile(report, JSON.stringify({ parts: ['startup'], rows }));
    const run = promisify(execFile)(process.execPath, [
      inRepo('scripts/bench.mjs'),
      '--check',
      report,
    ]);
    expect(
      await run.then(
        () => 0,
        ({ code }: { code: number }) => code,
      ),
    ).toBe(exitCode);
    await rm(folder, { recursive: true });
  });
});
