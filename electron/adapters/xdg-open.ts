import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether there is an `xdg-open` to hand a page to. Electron starts it on Linux
 * and reports success also where there is none; that it then fails, for want of
 * a browser, is not reported either.
 */
export async function hasXdgOpen(
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = folders.map((folder) => path.join(folder, 'xdg-open'));
  const found = await Promise.all(candidates.map(isExecutable));
  return found.includes(true);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
