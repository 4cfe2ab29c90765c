import { describe, expect, it } from 'vitest';

import type { DoctorStatus } from '../../shared/doctor.ts';
import { doctorCheck, doctorReport } from '../testing/doctor-report.ts';
import { checkCounts, diagnosticsSummary } from './diagnostics-phrases.ts';

const checks = (...statuses: DoctorStatus[]) =>
  statuses.map((status, index) => doctorCheck(`sign-in-port-${index}`, status));

describe('the summary of the diagnostics', () => {
  it.each([
    ['pass', checks('pass', 'skipped'), 'No problems found', 'good'],
    ['warn', checks('warn', 'pass'), '1 warning', 'attention'],
    ['warn', checks('warn', 'warn'), '2 warnings', 'attention'],
    ['fail', checks('fail', 'pass'), '1 problem', 'bad'],
    ['fail', checks('warn', 'fail', 'fail'), '2 problems, 1 warning', 'bad'],
  ] as const)('that are %s counts what is not well (%#)', (state, found, title, tone) => {
    expect(diagnosticsSummary(doctorReport(state, found))).toMatchObject({ title, tone });
  });
});

it('says how many checks were not made where all else is well', () => {
  const textOf = (...found: DoctorStatus[]) =>
    diagnosticsSummary(doctorReport('pass', checks(...found))).text;
  expect(textOf('pass')).toBe('Everything works.');
  expect(textOf('pass', 'skipped')).toBe('Everything that was checked works. 1 was not checked.');
});

describe('the count of checks', () => {
  it('has every check, the worst first', () => {
    expect(checkCounts(checks('pass', 'skipped', 'warn', 'pass', 'fail'))).toBe(
      '1 failed, 1 warning, 2 passed, 1 not checked',
    );
  });

  it('leaves out what there is none of', () => {
    expect(checkCounts(checks('warn', 'warn'))).toBe('2 warnings');
  });
});
