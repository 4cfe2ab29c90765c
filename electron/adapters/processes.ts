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

/** Such as "codex (process 4711)". */
export function describeProcess(pid: number, name: string): string {
  return `${name || 'a program'} (process ${pid})`;
}

// Any program names itself.
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '').trim();
}
