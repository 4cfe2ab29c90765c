import path from 'node:path';
import { markdownTable } from './markdown-table.mjs';

const [begin, end] = ['<!-- windows: begin -->', '<!-- windows: end -->'];

/**
 * @typedef {'passed' | 'failed' | 'notRun'} WindowsOutcome
 * @typedef {{ what: string, count: string, outcome: WindowsOutcome, note: string }} WindowsRow
 * @typedef {import('./playwright-report.mjs').Report} Report
 * @typedef {import('./playwright-report.mjs').ReportedTest} ReportedTest
 * @typedef {import('./playwright-report.mjs').Suite} Suite
 */

/**
 * What was run and what was not, in the report of Playwright's JSON reporter. The note is that of
 * the test, or the reason why it was skipped.
 * @param {Report} report
 * @returns {WindowsRow[]}
 */
export function readWindowsRows({ suites }) {
  // The outermost suites are files.
  return suites.flatMap((file) => {
    const isShared = /(^|\/)command-line\//.test(file.title ?? '');
    return isShared ? [sharedRow(file)] : rowsIn(file, []);
  });
}

/**
 * One for all tests of a file that is run on other systems as well.
 * @param {Suite} file
 * @returns {WindowsRow}
 */
function sharedRow(file) {
  const rows = rowsIn(file, []);
  const run = rows.filter(({ outcome }) => outcome !== 'notRun');
  const failed = run.filter(({ outcome }) => outcome === 'failed');
  const reasons = new Set(rows.flatMap(({ outcome, note }) => (outcome === 'notRun' ? note : [])));
  const left = rows.length - run.length;
  return {
    what: `as on other systems: e2e/command-line/${path.basename(file.title ?? '')}`,
    count: `${run.length} tests`,
    outcome: failed.length > 0 ? 'failed' : 'passed',
    note: [
      ...failed.map(({ what }) => what),
      ...(left > 0 ? [`${left} more not run here, because ${[...reasons].join('; ')}`] : []),
    ].join('; '),
  };
}

/** @param {Suite} suite @param {string[]} titles @returns {WindowsRow[]} */
function rowsIn({ specs = [], suites = [] }, titles) {
  const own = specs.map(({ title = '', tests }) => {
    /** @param {string} type */
    const told = (type) =>
      tests
        .flatMap(({ annotations }) => annotations)
        .flatMap((annotation) => (annotation.type === type ? (annotation.description ?? []) : []))
        .join('; ');
    const outcome = outcomeOf(tests);
    return {
      what: [...titles, title].join(': '),
      count: outcome === 'notRun' ? '' : told('count') || '1',
      outcome,
      note: told(outcome === 'notRun' ? 'skip' : 'note'),
    };
  });
  return [...own, ...suites.flatMap((suite) => rowsIn(suite, [...titles, suite.title ?? '']))];
}

/** @param {readonly ReportedTest[]} tests @returns {WindowsOutcome} */
function outcomeOf(tests) {
  if (tests.every(({ status }) => status === 'skipped')) return 'notRun';
  return tests.every(({ status }) => status === 'expected') ? 'passed' : 'failed';
}

/**
 * The document with the table of a run in the place of the one before.
 * @param {string} document
 * @param {readonly WindowsRow[]} rows
 * @param {string} where "under Wine" or "on Windows"
 * @param {string} facts of the run
 */
export function windowsDocument(document, rows, where, facts) {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/windows.md has no place for the table');
  const table = markdownTable([
    ['what', 'how many', where],
    ...rows.map(({ what, count, outcome, note }) => [what, count, shown(outcome, note)]),
  ]);
  return `${document.slice(0, from)}${begin}\n\n${facts}\n\n${table}\n\n${document.slice(to)}`;
}

/** @param {WindowsOutcome} outcome @param {string} note */
function shown(outcome, note) {
  if (outcome === 'notRun') return `not run here, because ${note}`;
  return [outcome === 'passed' ? 'passed' : '**failed**', note].filter(Boolean).join(': ');
}
