import type { DoctorReport, DoctorStatus } from '../../shared/doctor.ts';

/** The report as a list: one line a check, and what to do below it. */
export function doctorText({ checks, state }: DoctorReport): string {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const lines = checks.flatMap(({ status, title, detail, action }) => [
    `  ${marks[status].padEnd(4)}  ${title.padEnd(width)}  ${detail}`,
    ...(action === null ? [] : [`  ${' '.repeat(4 + 2 + width)}  -> ${action}`]),
  ]);
  return [headlines[state], '', ...lines].join('\n');
}

const headlines = {
  pass: 'All is well',
  warn: 'It works, with warnings',
  fail: 'Something is in the way',
} as const satisfies Record<DoctorReport['state'], string>;

const marks = {
  pass: 'ok',
  warn: 'WARN',
  fail: 'FAIL',
  skipped: '-',
} as const satisfies Record<DoctorStatus, string>;
