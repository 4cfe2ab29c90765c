import { inRepo } from '../../scripts/paths.mjs';
import { startInTerminal, type RunningProgram } from '../fixtures/programs.ts';
import {
  codexProgram,
  commandScript,
  nodeProgram,
  startWindows,
  windowsCommand,
  windowsEnvironment,
  windowsPath,
  type WindowsOptions,
  type WindowsProgram,
} from './start.ts';

export {
  codexProgram,
  runCodex,
  runGatehouse,
  runWindows,
  startCodex,
  startGatehouse,
  systemDrive,
  windowsCommand,
  windowsEnvironment,
  windowsPath,
  type WindowsOptions,
  type WindowsProgram,
} from './start.ts';

const holder = inRepo('e2e/windows/assets/holder.cjs');

/** The words of a command line that starts the command, and the real CLI. */
export const gatehouseWords = [nodeProgram, commandScript].map(windowsPath).join(' ');
export const codexWords = windowsPath(codexProgram);

/** Starts the command where a person sits, in a console of Wine. */
export function startInConsole(args: readonly string[], options: WindowsOptions): RunningProgram {
  const env = Object.entries(windowsEnvironment(options.env)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return startInTerminal(windowsCommand(nodeProgram, [commandScript, ...args]), {
    env: Object.fromEntries(env),
  });
}

/** How a third program holds a file: locked, or open without letting others read or remove it. */
export type Hold = 'lock' | 'unshared' | 'undeletable';

/** Holds a file until it is killed. @param file as Windows names it */
export async function holdFile(
  how: Hold,
  file: string,
  options: WindowsOptions,
): Promise<WindowsProgram> {
  const program = startWindows(nodeProgram, [holder, how, file], options);
  await program.until(/held/);
  return program;
}
