import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** Mounts need root. */
export const canMount = process.platform === 'linux' && process.geteuid?.() === 0;

/** Mounts as `mount` does, until the test ends. The last argument is where. */
export async function mount(...args: readonly string[]): Promise<void> {
  await run('mount', [...args]);
  const at = args.at(-1) ?? '';
  onTestFinished(async () => void (await run('umount', ['--lazy', at]).catch(() => undefined)));
}

/** Changes attributes of a file as `chattr` does, until the test ends. */
export async function changeAttributes(change: '+i' | '+a', file: string): Promise<void> {
  await run('chattr', [change, file]);
  onTestFinished(async () => {
    await run('chattr', [change.replace('+', '-'), file]).catch(() => undefined);
  });
}

/** What `chattr` needs is not on every file system. */
export async function canChangeAttributes(file: string): Promise<boolean> {
  return run('lsattr', [file]).then(
    () => process.geteuid?.() === 0,
    () => false,
  );
}
