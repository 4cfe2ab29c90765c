import { randomBytes } from 'node:crypto';

import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { keyringWaitText } from '../../shared/wording/keyring-problems.ts';
import { openActivityFile } from '../adapters/activity-file.ts';
import { systemDelay, systemNow } from '../adapters/clock.ts';
import { emptyCoreDumps } from '../adapters/core-dumps.ts';
import { dataFolderOf, dataFolderProblem } from '../adapters/data-folder.ts';
import { doctorProbesOf } from '../doctor/doctor-probes.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { networkOf } from '../adapters/network.ts';
import { askInstalledCodex } from '../adapters/installed-codex.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { readDotenv, readSettingsFile } from '../adapters/settings-file.ts';
import { browserOfThisMachine } from '../adapters/system-browser.ts';
import { peerCheckOf, userNameOf } from '../adapters/tcp-peer.ts';
import { currentUserHome } from '../adapters/user-home.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { openCore } from '../core.ts';
import { keyringWaits } from '../store/keyring-waits.ts';
import { WaitingKeyring } from '../store/waiting-keyring.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import { errorTrace } from '../base/error-trace.ts';
import type { Log } from '../ports.ts';
import type { Ending } from './ending.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { run } from './run.ts';
import { leaveClosedTerminal, terminalOn, type Terminal } from './terminal.ts';

export interface CommandLine {
  /** Without the program, and the script that it runs. */
  readonly args: readonly string[];
  readonly version: string;
  readonly ending: Ending;
}

/**
 * Runs one command line upon this machine, with the same core as the window's, in plain
 * Node. Prints what it has to say. @returns the exit code; never rejects.
 */
export async function runCommandLine({ args, version, ending }: CommandLine): Promise<ExitCode> {
  emptyCoreDumps();
  const { env, platform } = process;
  const terminal = terminalOn(process);
  if (platform !== 'win32') process.on('exit', leaveClosedTerminal);
  let unwritten: Error | null = null;
  // Not before the end of the command, which may be at saving new tokens.
  process.stdout.on('error', (error: Error) => (unwritten ??= error));
  // A warning that cannot be written must not end a command that may hold new tokens alone.
  process.stderr.on('error', () => {});
  // The system's settings of proxies are for Electron to ask for.
  const network = networkOf({ version, env, platform, systemProxy: null, log: silentLog });
  const home = currentUserHome();
  const userHome = home.kind === 'known' ? home.folder : null;
  const dataFolder = dataFolderOf({ env, platform, userHome });
  const activityLog = dataFolder === null ? noActivityLog : openActivityFile({ dataFolder });
  const told = new Set<KeyringWait>();
  const needsHome = !env['CODEX_HOME'];
  try {
    const exitCode = await run({
      args,
      env,
      folderProblem:
        dataFolderProblem(env) ?? (home.kind === 'unknown' && needsHome ? home.message : null),
      userHome: userHome ?? '',
      version,
      terminal,
      signal: ending.signal,
      protect: (isAtStake) => ending.protect(isAtStake),
      now: systemNow,
      delay: systemDelay,
      activityLog,
      platform,
      doctorProbes: doctorProbesOf(platform, network),
      openCore: ({ keyringLimitMs, ...parts }) =>
        openCore({
          ...parts,
          env,
          platform,
          userHome: userHome ?? '',
          http: network.http,
          keyring: new WaitingKeyring(osKeyring, {
            limitMs: (kind) => (kind === 'reading' ? keyringLimitMs : keyringWaits.changingMs),
            mayPrompt: () => true,
            onWait: (wait) => {
              if (wait === null || told.has(wait)) return;
              told.add(wait);
              terminal.err(keyringWaitText(wait));
            },
          }),
          lockFile: fileLockOf(platform),
          program: 'command-line',
          now: systemNow,
          delay: systemDelay,
          randomBytes,
          openBrowser: browserOfThisMachine(),
          checkPeer: peerCheckOf(platform, parts.codexHome, env),
          userNameOf,
          readSettingsFile,
          readDotenv,
          askCodex: askInstalledCodex({
            env,
            platform,
            userHome: userHome ?? '',
            codexHome: parts.codexHome,
          }),
          activityLog,
          isWatched: () => false,
          log: silentLog,
          version,
        }),
    });
    await Promise.all([written(process.stdout), written(process.stderr)]);
    return unwritten === null || isUnread(unwritten) ? exitCode : unwritable(unwritten, terminal);
  } catch (error) {
    // Only what the system says is certain to quote nothing but paths.
    const ofSystem = error instanceof Error && /^E[A-Z0-9]+$/.test(systemCodeOf(error) ?? '');
    const { name, frames } = errorTrace(error);
    const reason = ofSystem ? error.message : `${name} ${frames}`;
    terminal.err(`gatehouse met an unexpected problem: ${reason}`);
    return exitCodes.transientFailure;
  }
}

// What a command has to say it says itself.
const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Where there is no folder for it, what is recorded is lost, as on a full disk. */
const noActivityLog: ActivityLog = {
  record: () => {},
  read: () =>
    Promise.resolve({
      entries: [],
      skipped: 0,
      unreadable: 'There is no folder for the activity: set HOME, or GATEHOUSE_DATA.',
    }),
};

/** Whoever reads results may stop early, as `head` does: the exit code still tells what was found. */
function isUnread(error: Error): boolean {
  return systemCodeOf(error) === 'EPIPE';
}

/** Where they cannot be written, such as to a full disk, no exit code may vouch for it. */
function unwritable(error: Error, terminal: Terminal): ExitCode {
  terminal.err(`The output cannot be written: ${fileReason(error)}.`);
  return exitCodes.transientFailure;
}

/** Whoever reads from a pipe may be slower than this program ends. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
