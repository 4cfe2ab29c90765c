import type { ActivityLog } from '../activity/activity.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import type { Core, CoreParts } from '../core.ts';
import type { Delay, Now } from '../ports.ts';
import { codexHomeOf, codexHomeProblem } from '../store/codex-home.ts';
import { keyringWaits } from '../store/waiting-keyring.ts';
import type { DoctorProbes } from '../doctor/probes.ts';
import { runActivity } from './activity-command.ts';
import { parseArguments, type Command } from './arguments.ts';
import { runDoctor } from './doctor-command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpText } from './help-text.ts';
import { runKept } from './kept-command.ts';
import { runLogin } from './login-command.ts';
import { runLogout } from './logout-command.ts';
import { runPolicy } from './policy-command.ts';
import { runRefresh } from './refresh-command.ts';
import { runStatus } from './status-command.ts';
import { runStore } from './store-command.ts';
import type { Terminal } from './terminal.ts';
import { runToken } from './token-command.ts';

export interface CommandDeps {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Why the folders of this user cannot be told, as sentences; null where they can. */
  readonly folderProblem: string | null;
  /** Absolute; empty where there is none, and none is needed. */
  readonly userHome: string;
  readonly version: string;
  readonly terminal: Terminal;
  /** Aborted where the command is asked to end. */
  readonly signal: AbortSignal;
  /** Nothing ends the program while this is true. */
  readonly protect: (isAtStake: () => boolean) => void;
  readonly now: Now;
  readonly delay: Delay;
  readonly activityLog: ActivityLog;
  readonly platform: NodeJS.Platform;
  readonly doctorProbes: DoctorProbes;
  /** @param keyringLimitMs for how long each question to the keyring may take that changes nothing. */
  openCore(
    parts: Pick<CoreParts, 'codexHome' | 'endpoints'> & { readonly keyringLimitMs: number },
  ): Promise<Core>;
}

/** Runs one command line. @returns the exit code. */
export async function run(deps: CommandDeps): Promise<ExitCode> {
  const { args, env, terminal, userHome, version } = deps;
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
  if (deps.folderProblem !== null) {
    terminal.err(deps.folderProblem);
    return exitCodes.usage;
  }
  // Nothing of the sign-in is looked at for it.
  if (command.name === 'activity') {
    return runActivity(deps.activityLog, terminal, { ...command, userHome });
  }
  const endpoints = endpointsFromEnvironment(env);
  if (!endpoints.ok) {
    terminal.err(endpoints.message);
    return exitCodes.usage;
  }
  for (const warning of endpoints.warnings) terminal.err(warning);
  const problem = codexHomeProblem(env);
  // The doctor has more to say, of which this is a part.
  if (problem !== null && command.name !== 'doctor') {
    terminal.err(problem);
    return exitCodes.usage;
  }
  const codexHome = codexHomeOf(env, userHome);
  const core = await deps.openCore({
    codexHome,
    endpoints: endpoints.endpoints,
    keyringLimitMs: keyringLimitOf(command),
  });
  deps.protect(() => isAtStake(core));
  if (command.name === 'doctor') {
    const parts = {
      core,
      probes: deps.doctorProbes,
      env,
      codexHome,
      endpoints: endpoints.endpoints,
    };
    const context = { appVersion: version, platform: deps.platform, userHome };
    return runDoctor(parts, context, terminal, command);
  }
  return runCommand(core, command, deps);
}

/** Whoever only asks has the answer soon; who changes something may have to find a password first. */
function keyringLimitOf(command: Command): number {
  const isChange =
    ['login', 'logout', 'refresh'].includes(command.name) ||
    ((command.name === 'store' || command.name === 'kept') &&
      !['show', 'entries'].includes(command.action.kind));
  return isChange ? keyringWaits.changingMs : keyringWaits.tellingMs;
}

/** Whether something would be lost, or left half done, if the program ended now. */
function isAtStake({ session, commands, storage }: Core): boolean {
  return (
    session.isRefreshing() ||
    session.hasTokensInMemoryAlone() ||
    commands.get() !== null ||
    storage.get().busy === 'moving'
  );
}

function runCommand(
  core: Core,
  command: Exclude<Command, { name: 'help' | 'version' | 'activity' | 'doctor' }>,
  { delay, env, now, protect, signal, terminal, userHome }: CommandDeps,
): ExitCode | Promise<ExitCode> {
  switch (command.name) {
    case 'status':
      return runStatus(core, now, terminal, { ...command, userHome });
    case 'login':
      return runLogin({ core, terminal, now, env, signal, protect, userHome }, command);
    case 'logout':
      return runLogout(core, terminal, env, command);
    case 'refresh':
      return runRefresh(core, { terminal, delay }, command);
    case 'token':
      return runToken(core, { terminal, now, delay, signal }, command);
    case 'store':
      return runStore(core, terminal, { ...command, userHome });
    case 'kept':
      return runKept(core, terminal, { ...command, userHome });
    case 'policy':
      return runPolicy(core, terminal, command);
  }
}
