import { constants } from 'node:fs';
import path from 'node:path';

import { access, stat } from '../files/look.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The path of an executable program, given by path or by name in `PATH`; null where there is none. */
export async function findProgram(program: string, env: Environment): Promise<string | null> {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = path.isAbsolute(program)
    ? [program]
    : folders.map((folder) => path.join(folder, program));
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return null;
}

/** Whether there is an `xdg-open`: Electron reports that it opened a page even where there is none. */
export async function hasXdgOpen(env: Environment): Promise<boolean> {
  return (await findProgram('xdg-open', env)) !== null;
}

/** Whether there is a file that may be executed. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
