/**
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations: Annotation[] }} ReportedTest
 * @typedef {{ title?: string, tests: ReportedTest[] }} Spec
 * @typedef {{ title?: string, specs?: Spec[], suites?: Suite[] }} Suite
 * @typedef {{ suites: Suite[] }} Report
 */

/**
 * All tests of a report of Playwright's JSON reporter.
 * @param {Report} report
 * @returns {ReportedTest[]}
 */
export function reportedTests({ suites }) {
  return suites.flatMap(testsIn);
}

/** @param {Suite} suite @returns {ReportedTest[]} */
function testsIn({ specs = [], suites = [] }) {
  return [...specs.flatMap(({ tests }) => tests), ...suites.flatMap(testsIn)];
}

/**
 * What tests have recorded under a name, those that failed too.
 * @param {readonly ReportedTest[]} tests
 * @param {string} name of the annotation
 * @returns {unknown[]}
 */
export function recordedIn(tests, name) {
  return tests.flatMap(({ annotations }) =>
    annotations.flatMap(({ type, description }) =>
      type === name && description !== undefined ? [JSON.parse(description)] : [],
    ),
  );
}
