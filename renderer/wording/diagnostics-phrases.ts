import type { DoctorCheck, DoctorReport, DoctorStatus } from '../../shared/doctor.ts';
import type { Tone, Word } from './tone.ts';

/** The report of the doctor in words. Titles, details and actions arrive as such. */

export const checkWords: Readonly<Record<DoctorStatus, Word>> = {
  pass: { word: 'Passed', tone: 'good' },
  warn: { word: 'Warning', tone: 'attention' },
  fail: { word: 'Failed', tone: 'bad' },
  skipped: { word: 'Not checked', tone: 'plain' },
};

interface Summary {
  readonly title: string;
  readonly text: string;
  readonly tone: Tone;
}

/** The band at the top of the page. */
export function diagnosticsSummary({ state, checks }: DoctorReport): Summary {
  const problems = counted(checks, 'fail', 'problem');
  const warnings = counted(checks, 'warn', 'warning');
  const title = [problems, warnings].filter((part) => part !== null).join(', ');
  switch (state) {
    case 'pass':
      return {
        title: 'All is well',
        text: 'Nothing found stands in the way of sign-in and refresh.',
        tone: 'good',
      };
    case 'warn':
      return {
        title,
        text: 'Sign-in and refresh work, but not everything is as it should be.',
        tone: 'attention',
      };
    case 'fail':
      return {
        title,
        text: 'Something stands in the way of sign-in or refresh. What to do is told with each problem.',
        tone: 'bad',
      };
  }
}

function counted(
  checks: readonly DoctorCheck[],
  wanted: DoctorStatus,
  noun: string,
): string | null {
  const count = checks.filter(({ status }) => status === wanted).length;
  if (count === 0) return null;
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** "1 failed, 2 passed, 3 not checked": every check, the worst first. */
export function checkCounts(checks: readonly DoctorCheck[]): string {
  const told: readonly (readonly [DoctorStatus, string, string])[] = [
    ['fail', 'failed', 'failed'],
    ['warn', 'warning', 'warnings'],
    ['pass', 'passed', 'passed'],
    ['skipped', 'not checked', 'not checked'],
  ];
  return told
    .map(([wanted, one, several]) => {
      const count = checks.filter(({ status }) => status === wanted).length;
      return count === 0 ? null : `${count} ${count === 1 ? one : several}`;
    })
    .filter((part) => part !== null)
    .join(', ');
}
