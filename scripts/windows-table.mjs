import { markdownTable } from './markdown-table.mjs';

const [begin, end] = ['<!-- windows: begin -->', '<!-- windows: end -->'];

/**
 * @typedef {{ what: string, isPassed: boolean }} WindowsRow
 * @typedef {import('./playwright-report.mjs').Report} Report
 * @typedef {import('./playwright-report.mjs').Suite} Suite
 */

/**
 * What was run, in the report of Playwright's JSON reporter; tests that were skipped are no rows.
 * @param {Report} report
 * @returns {WindowsRow[]}
 */
export function readWindowsRows({ suites }) {
  // The outermost suites are files.
  return suites.flatMap((file) => rowsIn(file, []));
}

/** @param {Suite} suite @param {string[]} titles @returns {WindowsRow[]} */
function rowsIn({ specs = [], suites = [] }, titles) {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status !== 'skipped'))
    .map(({ title = '', tests }) => ({
      what: [...titles, title].join(': '),
      isPassed: tests.every(({ status }) => status === 'expected'),
    }));
  return [...own, ...suites.flatMap((suite) => rowsIn(suite, [...titles, suite.title ?? '']))];
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
    ['what', where],
    ...rows.map(({ what, isPassed }) => [what, isPassed ? 'passed' : '**failed**']),
  ]);
  return `${document.slice(0, from)}${begin}\n\n${facts}\n\n${table}\n\n${document.slice(to)}`;
}
