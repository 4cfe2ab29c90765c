import fs from 'node:fs';
import { text } from 'node:stream/consumers';
import tty from 'node:tty';

import { harmlessOnTerminal } from '../unseen-characters.ts';

/** What a command says and hears. Results go to standard output, all else to standard error. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** All of standard input. */
  readStdin(): Promise<string>;
}

export interface StandardStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Pick<NodeJS.WritableStream, 'write'> & { readonly isTTY?: boolean };
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
}

/**
 * A terminal upon these streams. Everything that commands say goes through here, and none
 * of it steers the terminal.
 */
export function terminalOn({ stdin, stdout, stderr }: StandardStreams): Terminal {
  const harmless = (line: string): string => `${harmlessOnTerminal(line)}\n`;
  return {
    out: (line) => void stdout.write(harmless(line)),
    err: (line) => void stderr.write(harmless(line)),
    stdinIsTerminal: stdin.isTTY ?? false,
    stdoutIsTerminal: stdout.isTTY ?? false,
    readStdin: () => text(stdin),
  };
}

/**
 * Lets go of a terminal that was closed, at the very end of the program. Node puts terminals
 * back as it found them then, and aborts with a memory dump where that fails (Node 20.20).
 */
export function leaveClosedTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (!fs.fstatSync(descriptor).isCharacterDevice() || tty.isatty(descriptor)) continue;
      fs.closeSync(descriptor);
      // It takes the number that has become free, so that nothing else does.
      fs.openSync('/dev/null', 'r+');
    } catch {
      // It is closed already.
    }
  }
}
