import fs from 'node:fs';
import path from 'node:path';
import { repoFolder } from './paths.mjs';

/**
 * @typedef {object} TestResults
 * @property {number} passed
 * @property {string[]} failed names
 * @property {string[]} skipped names
 */

/** @param {string} file */
const relative = (file) => path.relative(repoFolder, file);

/**
 * @typedef {{ fullName: string, status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' }} VitestTest
 * @typedef {{ name: string, status: string, assertionResults: VitestTest[] }} VitestFile
 */

/**
 * Reads the report of Vitest's JSON reporter. A file that could not be loaded has no tests of its
 * own and counts as one that failed.
 * @param {string} reportFile
 * @returns {TestResults}
 */
export function readVitestResults(reportFile) {
  /** @type {{ testResults: VitestFile[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, name: `${relative(name)} > ${test.fullName}` })),
  );
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(isNotFailed),
  );
  const failed = tests.filter((test) => !isNotFailed(test)).map(({ name }) => name);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [...failed, ...broken.map(({ name }) => `${relative(name)} (the file as a whole)`)],
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ name }) => name),
  };
}

/** @param {VitestTest} test */
const isNotFailed = ({ status }) => status !== 'failed';

/**
 * @typedef {{ projectName: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }} PlaywrightTest
 * @typedef {{ title: string, file: string, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, file: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * Reads the report of Playwright's JSON reporter. A test that passed only when repeated counts as
 * failed. So does an error outside of any test.
 * @param {string} reportFile
 * @returns {TestResults}
 */
export function readPlaywrightResults(reportFile) {
  /** @type {{ suites: PlaywrightSuite[], errors: { message?: string }[] }} */
  const { suites, errors } = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  const tests = suites.flatMap((suite) => testsIn(suite, []));
  const namesOf = (/** @type {PlaywrightTest['status'][]} */ ...statuses) =>
    tests.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  const outside = errors.map(
    ({ message = '' }) => `e2e, outside of any test: ${firstLine(message)}`,
  );
  return {
    passed: namesOf('expected').length,
    failed: [...namesOf('unexpected', 'flaky'), ...outside],
    skipped: namesOf('skipped'),
  };
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string[]} parents
 * @returns {{ name: string, status: PlaywrightTest['status'] }[]}
 */
function testsIn(suite, parents) {
  const titles = [...parents, suite.title];
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ projectName, status }) => ({
      name: `[${projectName}] ${[...titles, title].join(' > ')}`,
      status,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((child) => testsIn(child, titles))];
}

/** @param {string} text */
const firstLine = (text) => text.split('\n', 1)[0] ?? '';
