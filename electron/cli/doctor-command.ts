import { doctorReportSchema } from '../../shared/doctor.ts';
import { doctorProbesOf } from '../doctor/doctor-probes.ts';
import { doctorLines, examine } from '../doctor/doctor-report.ts';
import type { Behaviour, CoreContext, WithJson } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { printJson } from './json-outputs.ts';

export const doctorCommand: Behaviour<WithJson> = {
  output: () => doctorReportSchema,
  reportsCodexHome: true,
  run: (context, { json }) => runDoctor(context, json),
};

/** `gatehouse doctor`: a warning is no failure, so that scripts can wait for 0. */
async function runDoctor(context: CoreContext, json: boolean): Promise<ExitCode> {
  const { core, network, codexHome, endpoints, terminal, userHome, version } = context;
  const { platform } = process;
  const probes = doctorProbesOf(platform, network);
  const report = await examine(
    { core, probes, environment: network.environment(), codexHome, endpoints },
    {
      appVersion: version,
      platform,
      userHome,
      onlooker: 'terminal',
      reader: json ? 'programs' : 'people',
    },
  );
  if (json) printJson<typeof doctorReportSchema>(terminal, report);
  else for (const line of doctorLines(report, terminal.columns)) terminal.out(line);
  return report.state === 'fail' ? exitCodes.transientFailure : exitCodes.done;
}
