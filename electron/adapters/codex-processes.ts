import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

import {
  codexInCim,
  codexInPs,
  openFilesIn,
  windowsQuery,
  worksIn,
} from '../codex-programs/process-tables.ts';
import { isCodex, type SeenProcess } from '../codex-programs/program-kind.ts';
import { readFile, readlink, realpath } from '../files/look.ts';
import { homeIn, processIds, processName } from './processes.ts';

/** A Codex program of this home, or of one that is not known. */
export interface HomeProcess extends SeenProcess {
  readonly home: 'this' | 'unknown';
}

/**
 * Other Codex programs of this person that run with a Codex home (an absolute path), or with one
 * that the system does not tell. Null where the system shows no programs. It never rejects.
 */
export async function codexProcesses(
  platform: NodeJS.Platform,
  codexHome: string,
  runListing: RunListing,
): Promise<readonly HomeProcess[] | null> {
  const home = await realpath(codexHome).catch(() => codexHome);
  if (platform === 'linux') return onLinux(home);
  if (platform === 'darwin') return onMacos(home, runListing).catch(() => null);
  return platform === 'win32' ? onWindows(runListing).catch(() => null) : null;
}

/** Runs a program of the system that lists processes, for its output. Rejects where it fails. */
export type RunListing = (
  program: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<string>;

export const runOnThisMachine: RunListing = async (program, args, env) => {
  const options = { ...listing, ...(env && { env }) };
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
};

async function onLinux(home: string): Promise<readonly HomeProcess[] | null> {
  const ids = await processIds();
  // Where there is no /proc, nothing is known.
  if (!ids.includes(process.pid)) return null;
  const found: HomeProcess[] = [];
  const clock = await uptimeClock();
  for (const pid of ids) {
    const name = await processName(pid);
    if (pid === process.pid || !isCodex(name)) continue;
    const stat = await statOf(pid);
    // Of one that has ended, a name stays until somebody asks how.
    if (stat === null) continue;
    const which = await homeOfProcess(pid);
    if (which === 'other' || (which !== 'unknown' && (await resolved(which)) !== home)) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    found.push({
      pid,
      name,
      program: await readlink(`/proc/${pid}/exe`).catch(() => null),
      args: line.split('\0').slice(1, -1),
      parent: await programOf(stat.parent),
      startedAt: clock && clock.now - clock.uptimeMs + stat.startedAfterMs,
      home: which === 'unknown' ? 'unknown' : 'this',
    });
  }
  return found;
}

/**
 * Of its environment, `CODEX_HOME` and `HOME` alone are looked at, and nothing is kept. `other`: of
 * another user. `unknown`: of this one, and the system does not show it.
 */
async function homeOfProcess(pid: number): Promise<string> {
  try {
    return homeIn(await readFile(`/proc/${pid}/environ`, 'utf8')) ?? 'unknown';
  } catch {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const owner = /^Uid:\t(\d+)/m.exec(status)?.[1];
    return owner === String(process.getuid?.()) ? 'unknown' : 'other';
  }
}

/** USER_HZ, which is 100 for every program on Linux (proc(5), sysconf(3)). */
const ticksPerSecond = 100;

/** Fields 3, 4 and 22 of /proc/PID/stat. The name, in parentheses, may have any character. */
async function statOf(
  pid: number,
): Promise<{ readonly parent: number; readonly startedAfterMs: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = 'X', parent, ticks] = [fields[0], Number(fields[1]), Number(fields[19])];
  if (/[ZXx]/.test(state) || !Number.isFinite(parent) || !Number.isFinite(ticks)) return null;
  return { parent, startedAfterMs: (ticks * 1000) / ticksPerSecond };
}

/** Now, and since when the kernel counts, in milliseconds; null where it does not say. */
async function uptimeClock(): Promise<{ readonly now: number; readonly uptimeMs: number } | null> {
  const text = await readFile('/proc/uptime', 'utf8').catch(() => '');
  const seconds = Number(text.split(' ')[0]);
  return text === '' || !Number.isFinite(seconds)
    ? null
    : { now: Date.now(), uptimeMs: Math.round(seconds * 1000) };
}

async function programOf(pid: number): Promise<string | null> {
  const file = await readlink(`/proc/${pid}/exe`).catch(() => null);
  return file ?? ((await processName(pid)) || null);
}

const listing = { timeout: 10_000, maxBuffer: 16 * 1024 * 1024, windowsHide: true } as const;

async function onMacos(
  home: string,
  runListing: RunListing,
): Promise<readonly HomeProcess[] | null> {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };
  const user = userInfo().username;
  const [ps, lsof] = await Promise.all([
    runListing('/bin/ps', ['-xww', '-U', user, '-o', 'pid=,ppid=,lstart=,command='], env),
    // It exits with 1 where it finds nothing.
    runListing('/usr/sbin/lsof', ['-w', '-a', '-u', user, '-c', 'codex', '-F', 'pn'], env).catch(
      () => '',
    ),
  ]);
  const files = openFilesIn(lsof);
  const found = codexInPs(ps);
  if (found === null) return null;
  return found.flatMap((seen): readonly HomeProcess[] => {
    const isHere = worksIn(home, files.get(seen.pid) ?? []);
    return isHere === false ? [] : [{ ...seen, home: isHere === null ? 'unknown' : 'this' }];
  });
}

/** It shows no environment, so that the home is unknown. */
async function onWindows(runListing: RunListing): Promise<readonly HomeProcess[] | null> {
  const powershell = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const args = ['-NoProfile', '-NonInteractive', '-Command', windowsQuery];
  const output = await runListing(powershell, args);
  const found = codexInCim(output);
  return found && found.map((seen) => ({ ...seen, home: 'unknown' }));
}

function resolved(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
