import { readdir, readFile } from 'node:fs/promises';

/** Numbers of all processes that this system shows under /proc; none where it has no /proc. */
export async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The short name that a process gives itself; empty where it cannot be seen. */
export async function processName(pid: number): Promise<string> {
  return printable(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''));
}

/** The number of the user that a process acts as; null where it cannot be seen. */
export async function processOwner(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const effective = /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1];
  return effective === undefined ? null : Number(effective);
}

/** Such as "codex (process 4711)". */
export function describeProcess(pid: number, name: string): string {
  return `${name || 'a program'} (process ${pid})`;
}

// Any program names itself.
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '').trim();
}
