import type {
  DoctorCheck,
  DoctorCheckId,
  DoctorReport,
  DoctorStatus,
} from '../../shared/doctor.ts';

/** A check; what is left out does not matter to the test. */
export function doctorCheck(id: DoctorCheckId, status: DoctorStatus = 'pass'): DoctorCheck {
  const isTrouble = status === 'warn' || status === 'fail';
  const action = isTrouble ? 'Do something about it.' : null;
  return { id, title: `Check of ${id}`, status, detail: 'Found.', action };
}

/** A report with these checks. */
export function doctorReport(
  state: DoctorReport['state'],
  checks: readonly DoctorCheck[],
): DoctorReport {
  return {
    schemaVersion: 3,
    at: '2026-01-02T03:04:05.000Z',
    appVersion: '0.1.0',
    platform: 'linux',
    state,
    checks: [...checks],
  };
}
