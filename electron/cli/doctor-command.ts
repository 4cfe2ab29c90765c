import { doctorReportSchema } from '../../shared/doctor.ts';
import { doctorProbesOf } from '../doctor/doctor-probes.ts';
import { doctorText, examine } from '../doctor/doctor-report.ts';
import { command, type CoreContext } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';

export const doctorCommand = command({
  help: [['', 'what is in the way of sign-in and refresh, and what to do']],
  changes: () => false,
  output: doctorReportSchema,
  reportsCodexHome: true,
  run: (context, { json }) => runDoctor(context, json),
});

/** `gatehouse doctor`: a warning is no failure, so that scripts can wait for 0. */
async function runDoctor(context: CoreContext, json: boolean): Promise<ExitCode> {
  const { core, network, codexHome, endpoints, terminal, userHome, version } = context;
  const { platform } = process;
  const probes = doctorProbesOf(platform, network);
  const report = await examine(
    { core, probes, environment: network.environment(), codexHome, endpoints },
    { appVersion: version, platform, userHome, onlooker: 'terminal' },
  );
  if (json) printJson(terminal, doctorReportSchema, report);
  else terminal.out(doctorText(report));
  return report.state === 'fail' ? exitCodes.transientFailure : exitCodes.done;
}
