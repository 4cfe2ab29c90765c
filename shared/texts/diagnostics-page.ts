import { defineTexts } from './define-texts.ts';

/** What stands in the way of sign-in and refresh here, and what to do about it. */
export const diagnosticsPageTexts = defineTexts({
  run: 'Run again',
  copy: 'Copy report',
  export: 'Export…',
  explanation:
    'This check changes nothing. The report holds no secrets, and can be sent to a help desk as it is.',
  checking: 'Checking…',
  /** `result` is the title of the summary. */
  checked: 'Checked. {result}.',
  checks: 'Checks',
  checkedAt: 'Checked',
  withAll: 'Show what passed or was not checked',
  whatToDo: 'What to do',
  /** Titles of the summary; `counts` is a list of problems and warnings. */
  summaries: {
    pass: 'No problems found',
    passText: 'Everything works.',
    passTextWithSkipped:
      '{skipped, plural, one {Everything that was checked works. # was not checked.} other {Everything that was checked works. # were not checked.}}',
    warnText: 'Sign-in and refresh work, but not everything is as it should be.',
    failText: 'Some checks failed. See each one for the fix.',
    problems: '{count, plural, one {# problem} other {# problems}}',
  },
  counts: {
    fail: '{count} failed',
    warn: '{count, plural, one {# warning} other {# warnings}}',
    pass: '{count} passed',
    skipped: '{count} not checked',
  },
  statuses: { pass: 'Passed', warn: 'Warning', fail: 'Failed', skipped: 'Not checked' },
  groups: {
    ports: 'Sign-in ports',
    network: 'Network',
    clock: 'Clock',
    rules: 'Login rules',
    codex: 'What Codex uses',
    store: 'Store and locks',
    programs: 'Other programs',
  },
  remedies: {
    protect: 'Make private',
    refresh: 'Refresh now',
    deviceCode: 'Sign in with a device code',
  },
});
