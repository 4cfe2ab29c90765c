import fs from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import tty from 'node:tty';

import { harmlessOnTerminal } from '../base/unseen-characters.ts';

/** What a command says and hears. Results go to standard output, all else to standard error. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /**
   * All of standard input, as UTF-8 without a byte order mark; null where it is longer
   * than this, of which nothing more is read.
   *
   * @throws {Error} of the system where it cannot be read, or the reason of the signal.
   */
  readStdin(maxBytes: number, signal: AbortSignal): Promise<string | null>;
}

export interface StandardStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
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
    readStdin: (maxBytes, signal) => readAll(addAbortSignal(signal, stdin), maxBytes),
  };
}

async function readAll(stream: Readable, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Leaving the loop ends the stream.
    if (size > maxBytes) return null;
    chunks.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
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
