import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

import { openActivityFile } from '../adapters/activity-file.ts';
import { systemDelay, systemNow } from '../adapters/clock.ts';
import { emptyCoreDumps } from '../adapters/core-dumps.ts';
import { dataFolderOf } from '../adapters/data-folder.ts';
import { doctorProbesOf } from '../adapters/doctor-probes.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { networkOf } from '../adapters/network.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { readSettingsFile } from '../adapters/settings-file.ts';
import { browserOfThisMachine } from '../adapters/system-browser.ts';
import { peerCheckOf, userNameOf } from '../adapters/tcp-peer.ts';
import { fileReason } from '../system-errors/file-reason.ts';
import { systemCodeOf } from '../system-errors/system-code.ts';
import { openCore } from '../core.ts';
import { errorTrace } from '../error-trace.ts';
import type { Log } from '../ports.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { run } from './run.ts';
import { terminalOn, type Terminal } from './terminal.ts';

export interface CommandLine {
  /** Without the program, and the script that it runs. */
  readonly args: readonly string[];
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command line upon this machine, with the same core as the window's, in plain
 * Node. Prints what it has to say. @returns the exit code; never rejects.
 */
export async function runCommandLine({ args, version, signal }: CommandLine): Promise<ExitCode> {
  emptyCoreDumps();
  const { env, platform } = process;
  const terminal = terminalOn(process);
  process.stdout.on('error', (error: Error) => endUnlessNobodyReads(error, terminal));
  // A warning that cannot be written must not end a command that may hold new tokens alone.
  process.stderr.on('error', () => {});
  // The system's settings of proxies are for Electron to ask for.
  const network = networkOf({ version, env, platform, systemProxy: null, log: silentLog });
  const activityLog = openActivityFile({
    dataFolder: dataFolderOf({ env, platform, userHome: homedir() }),
  });
  try {
    return await run({
      args,
      env,
      userHome: homedir(),
      version,
      terminal,
      signal,
      now: systemNow,
      delay: systemDelay,
      activityLog,
      platform,
      doctorProbes: doctorProbesOf(platform, network),
      openCore: (parts) =>
        openCore({
          ...parts,
          env,
          platform,
          userHome: homedir(),
          http: network.http,
          keyring: osKeyring,
          lockFile: fileLockOf(platform),
          program: 'command-line',
          now: systemNow,
          delay: systemDelay,
          randomBytes,
          openBrowser: browserOfThisMachine(),
          checkPeer: peerCheckOf(platform, parts.codexHome, env),
          userNameOf,
          readSettingsFile,
          activityLog,
          isWatched: () => false,
          log: silentLog,
          version,
        }),
    });
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

/**
 * Whoever reads results may stop early, as `head` does: the exit code still tells what was found.
 * Where they cannot be written, such as to a full disk, no exit code may vouch for it.
 */
function endUnlessNobodyReads(error: Error, terminal: Terminal): void {
  if (systemCodeOf(error) === 'EPIPE') return;
  terminal.err(`The output cannot be written: ${fileReason(error)}.`);
  process.exit(exitCodes.transientFailure);
}
