import type { DoctorCheck } from '../../shared/doctor.ts';

/** What a check found, without its name. */
export type Outcome = Pick<DoctorCheck, 'status' | 'detail' | 'action'>;

export function passed(detail: string): Outcome {
  return { status: 'pass', detail, action: null };
}

export function skipped(detail: string): Outcome {
  return { status: 'skipped', detail, action: null };
}

export function warned(detail: string, action: string): Outcome {
  return { status: 'warn', detail, action };
}

export function failed(detail: string, action: string | null): Outcome {
  return { status: 'fail', detail, action };
}
