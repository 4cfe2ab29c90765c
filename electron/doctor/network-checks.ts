import type { DoctorCheck } from '../../shared/doctor.ts';
import { caChecks } from './ca-checks.ts';
import { clockCheck } from './clock-check.ts';
import type { DoctorFacts } from './doctor-facts.ts';
import { routeChecks } from './route-checks.ts';

/** Whether Gatehouse can talk to the issuer, and what is in its way. */
export function networkChecks(facts: DoctorFacts): DoctorCheck[] {
  return [...routeChecks(facts), ...caChecks(facts.caFiles), clockCheck(facts.clockAheadMs)];
}
