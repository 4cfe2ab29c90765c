import type { DoctorCheck, DoctorReport, DoctorStatus } from '../../shared/doctor.ts';
import type { Tone, Word } from './tone.ts';

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

export function diagnosticsSummary({ state, checks }: DoctorReport): Summary {
  const counts = [countText(checks, 'fail', 'problem'), countText(checks, 'warn', 'warning')];
  const title = counts.filter((part) => part !== null).join(', ');
  switch (state) {
    case 'pass':
      return {
        title: 'All is well',
        text: 'Everything works.',
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
        text: 'Some checks failed. See each one for the fix.',
        tone: 'bad',
      };
  }
}

/** "1 failed, 2 passed, 3 not checked": every check, the worst first. */
export function checkCounts(checks: readonly DoctorCheck[]): string {
  return [
    countText(checks, 'fail', 'failed', 'failed'),
    countText(checks, 'warn', 'warning'),
    countText(checks, 'pass', 'passed', 'passed'),
    countText(checks, 'skipped', 'not checked', 'not checked'),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function countText(
  checks: readonly DoctorCheck[],
  wanted: DoctorStatus,
  one: string,
  several = `${one}s`,
): string | null {
  const count = checks.filter(({ status }) => status === wanted).length;
  return count === 0 ? null : `${count} ${count === 1 ? one : several}`;
}
