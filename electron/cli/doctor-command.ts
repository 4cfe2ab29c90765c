import type { DoctorReport } from '../../shared/doctor.ts';
import { doctorReport, type DoctorContext } from '../doctor/doctor-report.ts';
import { gatherFacts, type GatherParts } from '../doctor/gather-facts.ts';
import { doctorText } from './doctor-text.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * `gatehouse doctor`: looks and tells. Tokens that a refresh has left over were saved
 * when the core was opened, as by every command; it changes nothing else. A warning is
 * no failure, so that scripts can wait for 0.
 */
export async function runDoctor(
  parts: GatherParts,
  context: Omit<DoctorContext, 'at'>,
  terminal: Terminal,
  { json }: { readonly json: boolean },
): Promise<ExitCode> {
  const facts = await gatherFacts(parts);
  const report: DoctorReport = doctorReport(facts, { ...context, at: parts.probes.now() });
  terminal.out(json ? JSON.stringify(report) : doctorText(report));
  return report.state === 'fail' ? exitCodes.transientFailure : exitCodes.done;
}
