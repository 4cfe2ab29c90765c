import type { DoctorReport } from '../../shared/doctor.ts';
import { doctorReport, type DoctorContext } from './doctor-report.ts';
import { gatherFacts, type GatherParts } from './gather-facts.ts';

/**
 * Looks at this machine and judges it, for the command line and the window alike.
 *
 * @throws where the system refuses for a reason that nothing here expects.
 */
export async function examine(
  parts: GatherParts,
  context: Omit<DoctorContext, 'at'>,
): Promise<DoctorReport> {
  const facts = await gatherFacts(parts);
  return doctorReport(facts, { ...context, at: parts.probes.now() });
}
