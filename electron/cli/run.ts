import type { ActivityLog } from '../activity/activity-log.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import type { Core, CoreParts } from '../core.ts';
import type { Delay, Now } from '../ports.ts';
import { codexHomeOf } from '../store/codex-home.ts';
import type { DoctorProbes } from '../doctor/probes.ts';
import { runActivity } from './activity-command.ts';
import { parseArguments, type Command } from './arguments.ts';
import { runDoctor } from './doctor-command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpText } from './help-text.ts';
import { runLogin } from './login-command.ts';
import { runLogout } from './logout-command.ts';
import { runPolicy } from './policy-command.ts';
import { runRefresh } from './refresh-command.ts';
import { runStatus } from './status-command.ts';
import { runStore } from './store-command.ts';
import type { Terminal } from './terminal.ts';
import { runToken } from './token-command.ts';

export interface Surroundings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly userHome: string;
  readonly version: string;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: Now;
  readonly delay: Delay;
  readonly activityLog: ActivityLog;
  readonly platform: NodeJS.Platform;
  readonly doctorProbes: DoctorProbes;
  openCore(parts: Pick<CoreParts, 'codexHome' | 'endpoints'>): Promise<Core>;
}

/** Runs one command line. @returns the exit code. */
export async function run(surroundings: Surroundings): Promise<ExitCode> {
  const { args, env, terminal, userHome, version } = surroundings;
  const parsed = parseArguments(args);
  if (!parsed.ok) {
    terminal.err(`${parsed.message} See "gatehouse --help".`);
    return exitCodes.usage;
  }
  const { command } = parsed;
  if (command.name === 'help' || command.name === 'version') {
    terminal.out(command.name === 'help' ? helpText.trimEnd() : version);
    return exitCodes.done;
  }
  // Nothing of the sign-in is looked at for it.
  if (command.name === 'activity') {
    return runActivity(surroundings.activityLog, terminal, { ...command, userHome });
  }
  const endpoints = endpointsFromEnvironment(env);
  if (!endpoints.ok) {
    terminal.err(endpoints.message);
    return exitCodes.usage;
  }
  for (const warning of endpoints.warnings) terminal.err(warning);
  const codexHome = codexHomeOf(env, userHome);
  const core = await surroundings.openCore({ codexHome, endpoints: endpoints.endpoints });
  if (command.name === 'doctor') {
    const parts = {
      core,
      probes: surroundings.doctorProbes,
      env,
      codexHome,
      endpoints: endpoints.endpoints,
    };
    const context = { appVersion: version, platform: surroundings.platform, userHome };
    return runDoctor(parts, context, terminal, command);
  }
  return runCommand(core, command, surroundings);
}

function runCommand(
  core: Core,
  command: Exclude<Command, { name: 'help' | 'version' | 'activity' | 'doctor' }>,
  { delay, env, now, signal, terminal, userHome }: Surroundings,
): ExitCode | Promise<ExitCode> {
  switch (command.name) {
    case 'status':
      return runStatus(core, now, terminal, { ...command, userHome });
    case 'login':
      return runLogin({ core, terminal, now, env, signal, userHome }, command);
    case 'logout':
      return runLogout(core, terminal, env, command);
    case 'refresh':
      return runRefresh(core, { terminal, delay }, command);
    case 'token':
      return runToken(core, { terminal, now, delay }, command);
    case 'store':
      return runStore(core, terminal, { ...command, userHome });
    case 'policy':
      return runPolicy(core, terminal, command);
  }
}
