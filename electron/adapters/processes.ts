import { runningTexts } from '../../shared/texts/running-codex.ts';
import { readdir, readFile } from '../files/look.ts';
import { codexHomeOf } from '../store/codex-home.ts';

/** All that /proc shows; none where there is no /proc. */
export async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The name that a process gives itself, in printable ASCII; empty where it cannot be seen. */
export async function processName(pid: number): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.replace(/[^\x20-\x7e]/g, '').trim();
}

/** The effective user number of a process; null where it cannot be seen. */
export async function processOwner(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const effective = /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1];
  return effective === undefined ? null : Number(effective);
}

/** Such as "codex (process 4711)". */
export function describeProcess(pid: number, name: string): string {
  return runningTexts.withProcess({ program: name || runningTexts.aProgram(), pid });
}

/** The Codex home in the text of /proc/PID/environ; null where it is unknown or relative. */
export function homeIn(environment: string): string | null {
  const variable = (name: string): string | undefined =>
    environment
      .split('\0')
      .find((entry) => entry.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const codexHome = variable('CODEX_HOME');
  const userHome = variable('HOME');
  if (codexHome && !codexHome.startsWith('/')) return null;
  if (!codexHome && !userHome) return null;
  return codexHomeOf({ CODEX_HOME: codexHome }, userHome ?? '/');
}
