import { markdownTable } from './markdown-table.mjs';
import { recordedIn, reportedTests } from './playwright-report.mjs';

/**
 * @typedef {import('../e2e/torture/results.ts').TortureResult} TortureResult
 * @typedef {{ results: TortureResult[], passed: number, failed: number }} TortureRun
 */

/**
 * Reads what the torture tests have recorded in the report of Playwright's JSON reporter.
 * @param {import('./playwright-report.mjs').Report} report
 * @returns {TortureRun}
 */
export function readTortureResults(report) {
  const tests = reportedTests(report);
  const passed = tests.filter(({ status }) => status === 'expected').length;
  return {
    results: /** @type {TortureResult[]} */ (recordedIn(tests, 'torture-result')),
    passed,
    failed: tests.length - passed,
  };
}

/**
 * A table in Markdown.
 * @param {readonly TortureResult[]} results
 */
export function tortureTable(results) {
  const head = ['what', 'rounds', 'requests a round', 'reuse', 'lost', 'usable', 'remarks'];
  return markdownTable([head, ...results.map(cellsOf)]);
}

/** @param {TortureResult} result */
function cellsOf({ what, rounds, requests, reuses, lost, usable, note }) {
  const [least, most] = requests ?? [];
  const range = least === undefined ? '' : least === most ? `${least}` : `${least} to ${most}`;
  const parts = [rounds, range, reuses, lost, usable === null ? '' : `${usable}/${rounds}`];
  return [what, ...parts.map((part) => String(part ?? '')), note];
}
