import fs from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import tty from 'node:tty';

import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { harmlessOnTerminal } from '../base/unseen-characters.ts';

/** Results of a command go to standard output, all else to standard error. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /**
   * All of standard input, as UTF-8 without a byte order mark; null where it is longer.
   *
   * @throws {Error} of the system where it cannot be read, or the reason of the signal.
   */
  readStdin(maxBytes: number, signal: AbortSignal): Promise<string | null>;
}

interface StandardStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Pick<NodeJS.WritableStream, 'write'> & { readonly isTTY?: boolean };
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
}

/** A terminal upon these streams, which no output of a command can steer. */
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
 * Lets go of a closed terminal, at the very end of the program: Node restores terminals then,
 * and aborts with a memory dump where that fails (Node 20.20).
 */
export function leaveClosedTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (!fs.fstatSync(descriptor).isCharacterDevice() || tty.isatty(descriptor)) continue;
      fs.closeSync(descriptor);
      // So that nothing else takes the number.
      fs.openSync('/dev/null', 'r+');
    } catch {
      // It is closed already.
    }
  }
}

/** Far above any key or token: 64 KiB. */
const maxStdinBytes = 64 * 1024;

/** What was piped into a command. */
export type PipedInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'terminal' }
  | { readonly kind: 'tooLong' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Reads all of standard input. @throws {Error} that is not of the system. */
export async function readPipedInput(terminal: Terminal, signal: AbortSignal): Promise<PipedInput> {
  if (terminal.stdinIsTerminal) return { kind: 'terminal' };
  try {
    const text = await terminal.readStdin(maxStdinBytes, signal);
    return text === null ? { kind: 'tooLong' } : { kind: 'text', text };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    const code = systemCodeOf(error);
    if (code === null) throw error;
    return { kind: 'unreadable', message: `Standard input cannot be read (${code}).` };
  }
}

/** The facts of a report, one a line; null ones are left out. */
export function factLines(facts: readonly (readonly [string, string | null])[]): string[] {
  return facts.flatMap(([name, value]) =>
    value === null ? [] : [`  ${`${name}:`.padEnd(11)} ${value}`],
  );
}
