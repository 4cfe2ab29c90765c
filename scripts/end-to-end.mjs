// How the end-to-end tests are run, by `npm test` and by the long run.

/** @param {readonly string[]} names of projects of e2e/playwright.config.ts */
const projects = (...names) => names.map((name) => `--project=${name}`);

/** Tests that do not get in each other's way. */
export const sideBySide = [
  '--workers=2',
  ...projects('sign-in-ports', 'stores', 'command-line', 'app'),
];

/** Tests that want the machine for themselves. */
export const oneByOne = projects('sandboxed', 'torture', 'oracle', 'packaged');

/** The arguments of Playwright's command line. @param {string[]} args */
export const playwrightArgs = (...args) => ['test', '--config=e2e/playwright.config.ts', ...args];
