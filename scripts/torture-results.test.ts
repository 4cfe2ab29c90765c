import { describe, expect, it } from 'vitest';

import { benchTable } from './bench-table.mjs';
import { readTortureResults, tortureTable } from './torture-results.mjs';

const race = {
  what: '8 processes',
  rounds: 50,
  requests: [1, 1] as const,
  reuses: 0,
  lost: 0,
  usable: 49,
  note: '',
};

describe('the results of the torture tests', () => {
  const recorded = { type: 'torture-result', description: JSON.stringify(race) };
  const spec = (status: string, ...annotations: { type: string; description?: string }[]) => ({
    tests: [{ status, annotations }],
  });

  it('are read from the report of Playwright, those of failed tests too', () => {
    const report = {
      suites: [
        {
          specs: [spec('unexpected', recorded)],
          suites: [{ specs: [spec('expected', recorded)] }],
        },
      ],
    };
    expect(readTortureResults(report)).toEqual({ results: [race, race], passed: 1, failed: 1 });
  });

  it('leave out tests that recorded none, and annotations of other kinds', () => {
    const report = { suites: [{ specs: [spec('expected', { type: 'slow' }), spec('expected')] }] };
    expect(readTortureResults(report)).toEqual({ results: [], passed: 2, failed: 0 });
  });

  it('become a table, with an empty cell for what was not counted', () => {
    const uncounted = { ...race, requests: null, reuses: null, usable: null };
    const lines = tortureTable([race, { ...race, requests: [1, 8] }, uncounted]).split('\n');
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells[2]?.slice(1, -1)).toEqual(['8 processes', '50', '1', '0', '0', '49/50', '']);
    expect(cells[3]?.[3]).toBe('1 to 8');
    expect(cells[4]?.slice(1, -1)).toEqual(['8 processes', '50', '', '', '0', '', '']);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  });
});

describe('the table of the bench', () => {
  it('tells the ratio of what was measured to its peer', () => {
    const row = {
      what: '8 processes',
      unit: 'ms' as const,
      median: 500,
      peer: { what: 'of the other', median: 1000 },
      spread: [0.4, 0.6] as const,
      requests: [1],
      bytesPerCall: null,
    };
    const cells = benchTable([row])
      .split('\n')[2]
      ?.split('|')
      .map((cell) => cell.trim());
    expect(cells?.slice(1, -1)).toEqual([
      ...['8 processes', '500 ms', 'of the other', '1,000 ms', '0.5', '0.4 to 0.6', '1', ''],
    ]);
  });
});
