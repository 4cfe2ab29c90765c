import { spawn } from 'node:child_process';
import path from 'node:path';

import { configTexts } from '../../shared/texts/config-files.ts';
import { codexAnswerOf, type AskCodex, type CodexAnswer } from '../policy/codex-loading.ts';
import {
  findCodexProgram,
  safeFolders,
  withoutCredentials,
  type CodexProgramDeps,
} from './codex-program.ts';
import { inScratchFolder } from './scratch-folder.ts';

export interface CodexDeps extends CodexProgramDeps {
  readonly codexHome: string;
  readonly timeLimitMs?: number;
}

const defaultTimeLimitMs = 10_000;

const maxSaid = 64 * 1024;

/**
 * Asks by `codex login status`, which loads the whole configuration, sends nothing for a stored
 * sign-in and leaves auth.json alone; in an empty folder, where no project has a configuration.
 */
export function askInstalledCodex(deps: CodexDeps): AskCodex {
  return async () => {
    const program = await findCodexProgram(deps);
    if (program === null) return { kind: 'noProgram' };
    try {
      return await inScratchFolder((folder) => ask(program, folder, deps));
    } catch {
      return { kind: 'unclear', message: configTexts.faults.codexNotStarted() };
    }
  };
}

async function ask(
  program: string,
  cwd: string,
  { env, platform, codexHome, timeLimitMs = defaultTimeLimitMs }: CodexDeps,
): Promise<CodexAnswer> {
  // A script finds its interpreter by PATH.
  const folders = [path.dirname(program), ...(await safeFolders({ env, platform }))];
  const childEnv = {
    ...withoutCredentials(env),
    PATH: folders.join(path.delimiter),
    CODEX_HOME: codexHome,
  };
  return new Promise((resolve) => {
    const isGroup = platform !== 'win32';
    const child = spawn(program, ['login', 'status'], {
      cwd,
      env: childEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that what a script starts ends with it.
      detached: isGroup,
      windowsHide: true,
    });
    let stderr = '';
    const end = (answer: CodexAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      killWhole(child.pid, isGroup);
      // A grandchild may hold the pipe open.
      child.stderr.destroy();
      child.unref();
      end({ kind: 'unclear', message: configTexts.faults.codexSlow() });
    }, timeLimitMs);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < maxSaid) stderr += text;
    });
    child.on('error', () =>
      end({ kind: 'unclear', message: configTexts.faults.codexNotStarted() }),
    );
    child.on('close', (exitCode) => end(codexAnswerOf({ exitCode, stderr })));
  });
}

function killWhole(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
