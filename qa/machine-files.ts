import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { quotedWord } from './shell-word.ts';

/** Files of `/etc/codex`, by their names. */
export type MachineFiles = Readonly<Record<string, string>>;

// In a mount namespace of its own, so that no other program sees these files.
const script = `
set -e
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/upper/codex
cp -R "$1"/. /mnt/upper/codex/
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
shift
exec "$@"
`;

/** The command line that runs a program with these files in `/etc/codex`, for it alone. */
export function besideMachineFiles(folder: string, command: readonly string[]): readonly string[] {
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', folder, ...command];
}

/** A file of `/etc/codex` as a program that runs beside machine files sees it, to be changed. */
export function machineFileOf(pid: number, name: string): string {
  return `/proc/${pid}/root/etc/codex/${name}`;
}

/** Whether this machine lets a test have an `/etc/codex` of its own: root on Linux, mostly. */
export function canHaveMachineFiles(): boolean {
  try {
    const [program = '', ...args] = besideMachineFiles(import.meta.dirname, ['true']);
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes the files to a folder that the caller removes with `remove`. */
export async function machineFolder(
  files: MachineFiles,
): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-etc-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Writes a program that runs another one with these files; for who takes no command line. */
export async function programBesideMachineFiles(
  file: string,
  folder: string,
  program: string,
): Promise<string> {
  const command = besideMachineFiles(folder, [program]).map(quotedWord).join(' ');
  await writeFile(file, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}
