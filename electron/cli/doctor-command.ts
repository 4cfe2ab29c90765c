import { doctorText, examine, type DoctorContext } from '../doctor/doctor-report.ts';
import type { GatherParts } from '../doctor/gather-facts.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';
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
  const report = await examine(parts, context);
  if (json) printJson(terminal, 'doctor', report);
  else terminal.out(doctorText(report));
  return report.state === 'fail' ? exitCodes.transientFailure : exitCodes.done;
}
