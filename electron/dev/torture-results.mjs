import { markdownTable } from './markdown-table.mjs';

/**
 * @typedef {import('../../e2e/torture/results.ts').TortureResult} TortureResult
 * @typedef {{ results: TortureResult[], passed: number, failed: number }} TortureRun
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations: Annotation[] }} ReportedTest
 * @typedef {{ specs?: { tests: ReportedTest[] }[], suites?: Suite[] }} Suite
 */

/**
 * Reads what the torture tests have recorded in the report of Playwright's JSON reporter.
 * @param {{ suites: Suite[] }} report
 * @returns {TortureRun}
 */
export function readTortureResults({ suites }) {
  const tests = suites.flatMap(testsIn);
  const passed = tests.filter(({ status }) => status === 'expected').length;
  return {
    results: tests.flatMap(({ annotations }) => annotations.flatMap(resultOf)),
    passed,
    failed: tests.length - passed,
  };
}

/** @param {Suite} suite @returns {ReportedTest[]} */
function testsIn({ specs = [], suites = [] }) {
  return [...specs.flatMap(({ tests }) => tests), ...suites.flatMap(testsIn)];
}

/** @param {Annotation} annotation @returns {TortureResult[]} */
function resultOf({ type, description }) {
  return type === 'torture-result' && description !== undefined ? [JSON.parse(description)] : [];
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
