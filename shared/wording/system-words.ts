import { systemTexts } from '../texts/system-words.ts';

/**
 * What things of the operating system are called, and what helps with them.
 *
 * @param platform as Node names it; any other than Windows and macOS counts as Linux.
 */
export function systemWords(platform: string) {
  return systemTexts[systemOf(platform)];
}

/** The command that takes the protection against changes away from a file. */
export function unprotectCommand(platform: string): string {
  return unprotectCommands[systemOf(platform)];
}

const unprotectCommands = {
  windows: 'attrib -r',
  macos: 'chflags nouchg,nouappnd',
  linux: 'chattr -i -a',
} as const;

function systemOf(platform: string): keyof typeof systemTexts {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}
