import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where a program is that may be executed: by its path, or by its name in the folders
 * of `PATH`; null where there is none.
 */
export async function findProgram(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = path.isAbsolute(program)
    ? [program]
    : folders.map((folder) => path.join(folder, program));
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
