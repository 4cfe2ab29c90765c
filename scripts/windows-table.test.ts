import { expect, it } from 'vitest';

import { readWindowsRows, windowsDocument } from './windows-table.mjs';

const spec = (
  title: string,
  status: string,
  ...annotations: { type: string; description?: string }[]
) => ({ title, tests: [{ status, annotations }] });

const report = {
  suites: [
    {
      title: 'windows/faults.spec.ts',
      specs: [
        spec(
          'a race',
          'expected',
          { type: 'count', description: '5 rounds' },
          { type: 'note', description: '3 by the CLI' },
        ),
      ],
      suites: [
        {
          title: 'a home',
          specs: [
            spec('is long', 'unexpected', { type: 'note', description: 'refused' }),
            spec('is on a share', 'skipped', { type: 'skip', description: 'there is none' }),
          ],
        },
      ],
    },
    {
      title: 'command-line/status.spec.ts',
      specs: [spec('a', 'expected')],
      suites: [
        {
          title: 'b',
          specs: [
            spec('c', 'unexpected'),
            spec('d', 'skipped', { type: 'skip', description: 'bash is missing' }),
            spec('e', 'skipped', { type: 'skip', description: 'bash is missing' }),
          ],
        },
      ],
    },
    { title: 'command-line/logout.spec.ts', specs: [spec('f', 'expected'), spec('g', 'expected')] },
  ],
};

it('the rows say what was run, how often, with which outcome, and what was not run, with the reason', () => {
  const page = windowsDocument(
    'before <!-- windows: begin --> old <!-- windows: end --> after',
    readWindowsRows(report),
    'under Wine',
    '- Commit: 1',
  );
  const cells = page.split('\n').filter((line) => line.startsWith('|'));
  expect(cells.map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
    ['', 'what', 'how many', 'under Wine', ''],
    expect.anything(),
    ['', 'a race', '5 rounds', 'passed: 3 by the CLI', ''],
    ['', 'a home: is long', '1', '**failed**: refused', ''],
    ['', 'a home: is on a share', '', 'not run here, because there is none', ''],
    [
      '',
      'as on other systems: e2e/command-line/status.spec.ts',
      '2 tests',
      '**failed**: b: c; 2 more not run here, because bash is missing',
      '',
    ],
    ['', 'as on other systems: e2e/command-line/logout.spec.ts', '2 tests', 'passed', ''],
  ]);
  expect(page).toMatch(/^before <!-- windows: begin -->\n\n- Commit: 1\n\n\|/);
  expect(page).toMatch(/\|\n\n<!-- windows: end --> after$/);
  expect(page).not.toContain('old');
});

it('a document without a place for the table is none', () => {
  expect(() => windowsDocument('', [], 'on Windows', '')).toThrow(/no place/);
});
