import type { DoctorCheck } from '../../shared/doctor.ts';

const noticeableSkewMs = 60_000;
/** From here on access tokens are refreshed far too early, or too late to be of use. */
const harmfulSkewMs = 5 * 60_000;

/**
 * Whether the clock agrees with that of the issuer.
 *
 * @param aheadMs milliseconds that this machine is ahead; null where no time was sent.
 */
export function clockCheck(aheadMs: number | null): DoctorCheck {
  const check = { id: 'clock', title: 'Clock' } as const;
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
