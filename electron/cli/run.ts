import { config } from 'zod/mini';

import { programTexts } from '../../shared/texts/command-line/program.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';
import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import type { ActivityLog } from '../activity/activity.ts';
import { openActivityFile } from '../adapters/activity-file.ts';
import { systemDelay, systemNow } from '../adapters/clock.ts';
import { emptyCoreDumps } from '../adapters/core-dumps.ts';
import { dataFolderOf, dataFolderProblem } from '../adapters/data-folder.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { machineParts } from '../adapters/machine-parts.ts';
import { networkOf } from '../adapters/network.ts';
import { useKnownProgramData } from '../adapters/program-data.ts';
import { scratchCodex } from '../adapters/scratch-codex.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { browserOfThisMachine } from '../adapters/system-browser.ts';
import { currentUserHome, type UserHome } from '../adapters/user-home.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import { errorTrace } from '../base/error-trace.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { isAtStake, openCore, type Core } from '../core.ts';
import { lookDirectly, lookThroughThreads } from '../files/look.ts';
import type { Log } from '../ports.ts';
import { codexHomeOf, codexHomeProblem } from '../store/codex-home.ts';
import { WaitingKeyring, keyringWaits } from '../store/waiting-keyring.ts';
import type { Keyring } from '../store/keyring.ts';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { commandOf, type CommandName } from './commands.ts';
import type { Ending } from './ending.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpOn, helpText } from './help-text.ts';
import { StandardOutput } from './standard-output.ts';
import { leaveClosedTerminal, terminalOn, type Terminal } from './terminal.ts';

export interface CommandLine {
  /** Without the program, and the script that it runs. */
  readonly args: readonly string[];
  readonly version: string;
  readonly ending: Ending;
}

/** Runs one command line in plain Node, with the core of the app. @returns the exit code; never rejects. */
export async function runCommandLine(commandLine: CommandLine): Promise<ExitCode> {
  emptyCoreDumps();
  lookDirectly();
  const home = currentUserHome();
  const userHome = home.kind === 'known' ? home.folder : '';
  const { platform } = process;
  const stdout = new StandardOutput({ descriptor: 1, platform, stream: () => process.stdout });
  const stderr = new StandardOutput({ descriptor: 2, platform, stream: () => process.stderr });
  const streams = {
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
  };
  const terminal = terminalOn(streams, { userHome, env: process.env });
  if (platform !== 'win32') process.on('exit', leaveClosedTerminal);
  try {
    const exitCode = await run(commandLine, terminal, home);
    const [unwritten] = await Promise.all([stdout.written(), stderr.written()]);
    // A reader of results may stop early, as `head` does: the exit code still counts.
    if (unwritten === null || systemCodeOf(unwritten) === 'EPIPE') return exitCode;
    terminal.err(programTexts.outputUnwritten({ reason: fileReason(unwritten) }));
    return exitCodes.transientFailure;
  } catch (error) {
    // Only what the system says is certain to quote nothing but paths.
    const ofSystem = error instanceof Error && /^E[A-Z0-9]+$/.test(systemCodeOf(error) ?? '');
    const { name, frames } = errorTrace(error);
    const reason = ofSystem ? error.message : `${name} ${frames}`;
    terminal.err(programTexts.unexpected({ problem: reason }));
    return exitCodes.transientFailure;
  }
}

async function run(
  commandLine: CommandLine,
  terminal: Terminal,
  home: UserHome,
): Promise<ExitCode> {
  const { version, ending } = commandLine;
  // What comes must not be cut short. Where a file system does not answer, signals are heard all the same.
  const attend = (): void => {
    lookThroughThreads();
    ending.attend();
  };
  const { env, platform } = process;
  const refuse = (message: string): ExitCode => {
    terminal.err(message);
    return exitCodes.usage;
  };
  const parsed = parseArguments(commandLine.args);
  if (!parsed.ok) return refuse(mistakeText(parsed));
  const { command } = parsed;
  if (command.name === 'help' || command.name === 'version') {
    terminal.out(command.name === 'version' ? version : helpOf(command.topic));
    return exitCodes.done;
  }
  // A program of its own for each schema takes longer to make than one answer needs.
  config({ jitless: true });
  const needsHome = home.kind === 'unknown' && !env['CODEX_HOME'];
  const folderProblem = dataFolderProblem(env) ?? (needsHome ? home.message : null);
  if (folderProblem !== null) return refuse(folderProblem);
  const homeFolder = home.kind === 'known' ? home.folder : null;
  const userHome = homeFolder ?? '';
  const dataFolder = dataFolderOf({ env, platform, userHome: homeFolder });
  const activityLog = dataFolder === null ? noActivityLog : openActivityFile({ dataFolder });
  const row = commandOf(command.name);
  const asked = await row.load();
  // Of this command, whose row it is.
  const options = command as never;
  const alone = { terminal, activityLog, userHome, version, now: systemNow, delay: systemDelay };
  if ('runAlone' in asked) return asked.runAlone(alone, options);
  const read = endpointsFromEnvironment(env);
  if (!read.ok) return refuse(read.message);
  for (const warning of read.warnings) terminal.err(warning);
  const { endpoints } = read;
  await useKnownProgramData(env, platform);
  const problem = codexHomeProblem(env);
  if (problem !== null && asked.reportsCodexHome !== true) return refuse(problem);
  const codexHome = codexHomeOf(env, userHome);
  const start = (await asked.startOf?.(options, codexHome)) ?? null;
  if (typeof start === 'string') return refuse(start);
  // Only Electron can ask for the proxy settings of the system.
  const network = networkOf({ version, env, platform, systemProxy: null, log: silentLog });
  const keyring = keyringFor(row.changes(options), terminal);
  const scratch = scratchCodex({
    env,
    platform,
    userHome,
    variables: () => network.environment().variables,
    isOnline: () => true,
    version,
    delay: systemDelay,
  });
  ending.whenAsked(() => void scratch.stop());
  const askScratch: typeof scratch.ask = (identity, question) => {
    attend();
    return scratch.ask(identity, question);
  };
  // A request may spend a token.
  const http: typeof network.http = (request) => {
    attend();
    return network.http(request);
  };
  const openHome = async (folder: string): Promise<Core> => {
    const opened = await openCore({
      ...machineParts(folder, userHome, version),
      env: folder === codexHome ? env : { ...env, CODEX_HOME: folder },
      dataFolder,
      askScratch,
      endpoints,
      http,
      readDotenv: network.readDotenv,
      keyring,
      lockFile: fileLockOf(platform),
      program: 'command-line',
      openBrowser: browserOfThisMachine(),
      activityLog,
      isWatched: () => false,
      log: silentLog,
      version,
      start,
    });
    ending.protect(() => isAtStake(opened));
    return opened;
  };
  const core = await openHome(codexHome);
  if (row.changes(options)) attend();
  const protect = (isFinishing: () => boolean) => ending.protect(isFinishing);
  const ofMachine = { network, endpoints, keyring, dataFolder, codexHome };
  const context = {
    ...alone,
    ...ofMachine,
    core,
    openHome,
    get signal() {
      attend();
      return ending.signal;
    },
    protect,
  };
  return asked.run(context, options);
}

function mistakeText({
  message: problem,
  command,
}: Extract<ParsedArguments, { ok: false }>): string {
  return command === null
    ? usageTexts.seeHelp({ problem })
    : usageTexts.seeHelpOn({ problem, command });
}

function helpOf(topic: CommandName | null): string {
  return topic === null ? helpText() : helpOn(topic);
}

const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Without a folder, what is recorded is lost, as on a full disk. */
const noActivityLog: ActivityLog = {
  record: () => {},
  read: () =>
    Promise.resolve({
      entries: [],
      skipped: 0,
      unreadable: programTexts.noActivityFolder(),
    }),
};

function keyringFor(isChange: boolean, terminal: Terminal): Keyring {
  const announced = new Set<KeyringWait>();
  const readingMs = isChange ? keyringWaits.changingMs : keyringWaits.tellingMs;
  return new WaitingKeyring(osKeyring, {
    limitMs: (kind) => (kind === 'reading' ? readingMs : keyringWaits.changingMs),
    mayPrompt: () => true,
    onWait: (wait) => {
      if (wait === null || announced.has(wait)) return;
      announced.add(wait);
      terminal.err(keyringProblemTexts.waits[wait]());
    },
  });
}
