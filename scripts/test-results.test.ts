import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inRepo } from './paths.mjs';
import { readPlaywrightResults, readVitestResults } from './test-results.mjs';

function reportFile(report: unknown): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-report-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'report.json');
  fs.writeFileSync(file, JSON.stringify(report));
  return file;
}

describe("the results of Vitest's report", () => {
  it('counts what passed and names what failed or was skipped', () => {
    const file = reportFile({
      testResults: [
        {
          name: inRepo('shared/a.test.ts'),
          status: 'failed',
          assertionResults: [
            { fullName: 'a adds', status: 'passed' },
            {
              fullName: 'a divides',
              status: 'failed',
              failureMessages: ['\u001b[31mexpected 2\u001b[39m\n\n  to be 3'],
            },
            { fullName: 'a waits', status: 'pending' },
            { fullName: 'a is planned', status: 'todo' },
          ],
        },
      ],
    });
    expect(readVitestResults(file)).toEqual({
      passed: 1,
      failed: [{ name: 'shared/a.test.ts > a divides', reason: 'expected 2\n  to be 3' }],
      repeated: [],
      skipped: ['shared/a.test.ts > a waits', 'shared/a.test.ts > a is planned'],
    });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const file = reportFile({
      testResults: [
        {
          name: inRepo('shared/b.test.ts'),
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    });
    expect(readVitestResults(file)).toEqual({
      passed: 0,
      failed: [{ name: 'shared/b.test.ts (the file as a whole)', reason: 'no such module' }],
      repeated: [],
      skipped: [],
    });
  });
});

describe("the results of Playwright's report", () => {
  const config = {
    projects: [
      { name: 'app', metadata: {} },
      { name: 'stores', metadata: { repeatedOnlyFor: 'the keyring crashed' } },
    ],
  };
  const specOf = (
    projectName: string,
    title: string,
    status: string,
    ...messages: readonly string[]
  ) => ({
    title,
    file: 'app/a.spec.ts',
    tests: [
      {
        projectName,
        status,
        results: messages.map((message) => ({ errors: [{ message }] })),
      },
    ],
  });
  const spec = (title: string, status: string, ...messages: readonly string[]) =>
    specOf('app', title, status, ...messages);

  it('finds the tests of nested groups, and names the one that passed only at the second try', () => {
    const suites = [
      {
        title: 'app/a.spec.ts',
        specs: [spec('opens', 'expected')],
        suites: [
          {
            title: 'signing in',
            specs: [
              spec('works', 'unexpected', 'Error: not visible'),
              spec('hurries', 'flaky', 'Error: too late'),
              spec('flies', 'skipped'),
            ],
          },
        ],
      },
    ];
    expect(readPlaywrightResults(reportFile({ config, suites, errors: [] }))).toEqual({
      passed: 2,
      failed: [{ name: '[app] app/a.spec.ts > signing in > works', reason: 'Error: not visible' }],
      repeated: [{ name: '[app] app/a.spec.ts > signing in > hurries', reason: 'Error: too late' }],
      skipped: ['[app] app/a.spec.ts > signing in > flies'],
    });
  });

  it('counts a second try as a failure where the first met what its project does not repeat for', () => {
    const suites = [
      {
        title: 'stores/a.spec.ts',
        specs: [
          specOf('stores', 'loses its keyring', 'flaky', 'Error: the keyring crashed (SIGTRAP)'),
          specOf('stores', 'loses a token', 'flaky', 'Error: a token is gone'),
        ],
      },
    ];
    expect(readPlaywrightResults(reportFile({ config, suites, errors: [] }))).toEqual({
      passed: 1,
      failed: [
        { name: '[stores] stores/a.spec.ts > loses a token', reason: 'Error: a token is gone' },
      ],
      repeated: [
        {
          name: '[stores] stores/a.spec.ts > loses its keyring',
          reason: 'Error: the keyring crashed (SIGTRAP)',
        },
      ],
      skipped: [],
    });
  });

  it('counts an error outside of any test as one failure', () => {
    const errors = [{ message: 'no such module\n  at somewhere' }];
    expect(readPlaywrightResults(reportFile({ config, suites: [], errors })).failed).toEqual([
      { name: 'e2e, outside of any test', reason: 'no such module\n  at somewhere' },
    ]);
  });

  it('tells the beginning of a long reason', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const suites = [{ title: 'app/a.spec.ts', specs: [spec('x', 'unexpected', lines.join('\n'))] }];
    const [failed] = readPlaywrightResults(reportFile({ config, suites, errors: [] })).failed;
    expect(failed?.reason?.split('\n')).toEqual(lines.slice(0, 12));
  });
});
