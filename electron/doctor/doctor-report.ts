import { doctorSchemaVersion, type DoctorCheck, type DoctorReport } from '../../shared/doctor.ts';
import { presentable } from '../base/presentable.ts';
import type { DoctorFacts } from './doctor-facts.ts';
import { networkChecks } from './network-checks.ts';
import { portChecks } from './port-checks.ts';
import { rulesCheck } from './rules-check.ts';
import { storeChecks } from './store-checks.ts';

export interface DoctorContext {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly appVersion: string;
  readonly platform: string;
  /** Absolute. */
  readonly userHome: string;
}

/** Judges what was found. Pure; the texts are fit to be sent away, see {@link presentable}. */
export function doctorReport(facts: DoctorFacts, context: DoctorContext): DoctorReport {
  const { at, appVersion, platform, userHome } = context;
  const checks = [
    ...portChecks(facts.ports),
    ...networkChecks(facts),
    rulesCheck(facts.rules),
    ...storeChecks(facts),
  ];
  return {
    schemaVersion: doctorSchemaVersion,
    at: new Date(at).toISOString(),
    appVersion,
    platform,
    state: worstOf(checks),
    checks: checks.map((check) => ({
      ...check,
      detail: presentable(check.detail, userHome),
      action: check.action && presentable(check.action, userHome),
    })),
  };
}

function worstOf(checks: readonly DoctorCheck[]): DoctorReport['state'] {
  const has = (wanted: DoctorCheck['status']) => checks.some(({ status }) => status === wanted);
  if (has('fail')) return 'fail';
  return has('warn') ? 'warn' : 'pass';
}
