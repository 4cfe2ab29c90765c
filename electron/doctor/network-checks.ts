import type { DoctorCheck } from '../../shared/doctor.ts';
import { caChecks } from './ca-checks.ts';
import type { DoctorFacts } from './doctor-facts.ts';
import { routeChecks } from './route-checks.ts';

/** Whether Gatehouse can talk to the issuer, and what is in its way. */
export function networkChecks(facts: DoctorFacts): DoctorCheck[] {
  return [...routeChecks(facts), ...caChecks(facts.caFiles), clockCheck(facts.clockAheadMs)];
}

const noticeableSkewMs = 60_000;
/** From here on access tokens are refreshed far too early, or too late to be of use. */
const harmfulSkewMs = 5 * 60_000;

function clockCheck(aheadMs: number | null): DoctorCheck {
  const check = { id: 'clock', title: 'Clock' };
  if (aheadMs === null) {
    const detail = 'The issuer sent no time to compare it with.';
    return { ...check, status: 'skipped', detail, action: null };
  }
  const skewMs = Math.abs(aheadMs);
  if (skewMs <= noticeableSkewMs) {
    const detail = 'It agrees with the clock of the issuer.';
    return { ...check, status: 'pass', detail, action: null };
  }
  return {
    ...check,
    status: skewMs > harmfulSkewMs ? 'fail' : 'warn',
    detail: `It is ${Math.round(skewMs / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of the issuer.`,
    action: 'Have the system set its clock from the network.',
  };
}
