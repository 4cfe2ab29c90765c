import { readFile, realpath } from 'node:fs/promises';

import { codexHomeOf } from '../store/codex-home.ts';
import { describeProcess, processIds, processName } from './processes.ts';

/**
 * Other programs of Codex of this user that run on this home, on Linux. Those of others do
 * not show their environment and are left out.
 *
 * @param codexHome absolute.
 */
export async function codexProcessesOnLinux(codexHome: string): Promise<string[]> {
  const home = await resolved(codexHome);
  const found: string[] = [];
  for (const pid of await processIds()) {
    const name = await processName(pid);
    if (pid === process.pid || !isCodex(name)) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => null);
    const its = environment === null ? null : homeIn(environment);
    if (its !== null && (await resolved(its)) === home) found.push(describeProcess(pid, name));
  }
  return found;
}

/** The CLI, its app server in an IDE, and helpers such as `codex-exec` carry the name. */
export function isCodex(processName: string): boolean {
  return /^codex\b/i.test(processName);
}

/** The folder of Codex by the text of /proc/PID/environ; null where it does not tell. */
export function homeIn(environment: string): string | null {
  const variable = (name: string): string | undefined =>
    environment
      .split('\0')
      .find((entry) => entry.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const codexHome = variable('CODEX_HOME');
  const userHome = variable('HOME');
  // Relative to a folder that is not known here.
  if (codexHome && !codexHome.startsWith('/')) return null;
  if (!codexHome && !userHome) return null;
  return codexHomeOf({ CODEX_HOME: codexHome }, userHome ?? '/');
}

function resolved(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
