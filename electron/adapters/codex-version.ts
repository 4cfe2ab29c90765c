import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { parseCodexVersion } from '../codex-server/codex-version.ts';
import { inScratchFolder } from './scratch-folder.ts';

const run = promisify(execFile);
const timeout = 10_000;

/** What a Codex CLI says its version is, in a home of its own: it writes there even for that. */
export async function codexVersionOf(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  try {
    return await inScratchFolder(async (folder) => {
      const options = {
        cwd: folder,
        env: { ...env, CODEX_HOME: folder },
        timeout,
        windowsHide: true,
      };
      const { stdout } = await run(program, ['--version'], options);
      return parseCodexVersion(stdout);
    });
  } catch {
    return null;
  }
}
