import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repoFolder } from './paths.mjs';

/**
 * @typedef {{ name: string, reason?: string }} FailedTest
 *
 * @typedef {object} TestResults
 * @property {number} passed
 * @property {FailedTest[]} failed with what its runner said, where it said anything
 * @property {FailedTest[]} repeated what passed only at the second try, with what the first one met
 * @property {string[]} skipped names
 */

/** @param {string} file */
const relative = (file) => path.relative(repoFolder, file);

/**
 * @typedef {{ fullName: string, status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo', failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
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
  const failed = tests
    .filter((test) => !isNotFailed(test))
    .map(({ name, failureMessages = [] }) => failedTest(name, failureMessages));
  const brokenFiles = broken.map(({ name, message = '' }) =>
    failedTest(`${relative(name)} (the file as a whole)`, [message]),
  );
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [...failed, ...brokenFiles],
    repeated: [],
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ name }) => name),
  };
}

/** @param {VitestTest} test */
const isNotFailed = ({ status }) => status !== 'failed';

/**
 * @typedef {{ errors?: { message?: string }[] }} PlaywrightAttempt
 * @typedef {{ projectName: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', results?: PlaywrightAttempt[] }} PlaywrightTest
 * @typedef {{ name: string, metadata?: { repeatedOnlyFor?: string } }} PlaywrightProject
 * @typedef {{ name: string, projectName: string, status: PlaywrightTest['status'], messages: string[] }} NamedTest
 * @typedef {{ title: string, file: string, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, file: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * Reads the report of Playwright's JSON reporter. A test that passed only when repeated counts as
 * passed, and is named; where its project says for what alone a test is repeated (`repeatedOnlyFor`
 * in its metadata), one that met anything else counts as failed. An error outside of any test counts
 * as a failure.
 * @param {string} reportFile
 * @returns {TestResults}
 */
export function readPlaywrightResults(reportFile) {
  /** @type {{ config: { projects: PlaywrightProject[] }, suites: PlaywrightSuite[], errors: { message?: string }[] }} */
  const { config, suites, errors } = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  const reasons = new Map(config.projects.map((of) => [of.name, of.metadata?.repeatedOnlyFor]));
  const tests = suites
    .flatMap((suite) => testsIn(suite, []))
    .map((test) => ({ ...test, status: countedStatus(test, reasons.get(test.projectName)) }));
  const failuresOf = (/** @type {PlaywrightTest['status']} */ which) =>
    tests
      .filter(({ status }) => status === which)
      .map(({ name, messages }) => failedTest(name, messages));
  const repeated = failuresOf('flaky');
  const outside = errors.map(({ message = '' }) =>
    failedTest('e2e, outside of any test', [message]),
  );
  return {
    passed: tests.filter(({ status }) => status === 'expected').length + repeated.length,
    failed: [...failuresOf('unexpected'), ...outside],
    repeated,
    skipped: tests.filter(({ status }) => status === 'skipped').map(({ name }) => name),
  };
}

/**
 * @param {NamedTest} test
 * @param {string | undefined} repeatedOnlyFor
 * @returns {PlaywrightTest['status']}
 */
function countedStatus({ status, messages }, repeatedOnlyFor) {
  const isExcused =
    repeatedOnlyFor === undefined || messages.some((message) => message.includes(repeatedOnlyFor));
  return status === 'flaky' && !isExcused ? 'unexpected' : status;
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string[]} parents
 * @returns {NamedTest[]}
 */
function testsIn(suite, parents) {
  const titles = [...parents, suite.title];
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ projectName, status, results = [] }) => ({
      name: `[${projectName}] ${[...titles, title].join(' > ')}`,
      projectName,
      status,
      messages: results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message)),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((child) => testsIn(child, titles))];
}

/** Of a long message the beginning tells what was expected; the rest is in the stage's own output. */
const longestReason = 12;

/**
 * @param {string} name
 * @param {string[]} messages in the colours of a terminal
 * @returns {FailedTest}
 */
function failedTest(name, messages) {
  const lines = stripVTControlCharacters(messages.join('\n'))
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length === 0 ? { name } : { name, reason: lines.slice(0, longestReason).join('\n') };
}
