import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { addAbortSignal, type Readable } from 'node:stream';
import tty from 'node:tty';
import { styleText } from 'node:util';

import { programTexts } from '../../shared/texts/command-line/program.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { withTilde } from '../base/home-folder.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { partsOf, wordsOf, type Line, type LinePart } from '../base/toned-line.ts';
import { harmlessOnTerminal } from '../base/unseen-characters.ts';
import { mayBeTerminal } from './standard-output.ts';

/**
 * Results of a command go to standard output, all else to standard error. People read the home
 * folder as `~`, in every message alike, and no codes of systems in what went wrong: these are in
 * what is printed with --json.
 */
export interface Terminal {
  out(line: Line): void;
  err(line: Line): void;
  /** For programs, on standard output: with whole paths, and never coloured. */
  exact(text: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** Of standard output; null where it is no terminal. */
  readonly columns: number | null;
  /**
   * All of standard input, as UTF-8 without a byte order mark; null where it is longer.
   *
   * @throws {Error} of the system where it cannot be read, or the reason of the signal.
   */
  readStdin(maxBytes: number, signal: AbortSignal): Promise<string | null>;
  /** Passes on each line that a person enters. @returns how to end it, so that the program can. */
  followLines(onLine: (line: string) => void): () => void;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number | null;
}

interface StandardStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
}

interface Reader {
  /** Absolute; empty where nobody knows it. */
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A terminal upon these streams, which no output of a command can steer. */
export function terminalOn(streams: StandardStreams, { userHome, env }: Reader): Terminal {
  const { stdout, stderr } = streams;
  const say = (stream: Output, reworded = (words: string): string => words) => {
    const shown = (part: LinePart): string => {
      const text = harmlessOnTerminal(withTilde(reworded(wordsOf(part)), userHome));
      if (typeof part === 'string' || !showsColours(stream, env)) return text;
      return styleText(colours[part.tone], text, { validateStream: false });
    };
    return (line: Line): void => void stream.write(`${partsOf(line).map(shown).join('')}\n`);
  };
  return {
    out: say(stdout),
    err: say(stderr, (words) => plainMessage(words).text),
    exact: (text) => void stdout.write(`${harmlessOnTerminal(text)}\n`),
    // Node opens standard input when it is asked for.
    get stdinIsTerminal() {
      return streams.stdin.isTTY ?? false;
    },
    get stdoutIsTerminal() {
      return stdout.isTTY ?? false;
    },
    get columns() {
      return stdout.columns ?? null;
    },
    readStdin: (maxBytes, signal) => readAll(addAbortSignal(signal, streams.stdin), maxBytes),
    followLines: (onLine) => {
      const lines = createInterface({ input: streams.stdin, terminal: false });
      lines.on('line', onLine);
      return () => lines.close();
    },
  };
}

const colours = { good: 'green', attention: 'yellow', bad: 'red' } as const;

/** Never against `NO_COLOR` (no-color.org), nor on a terminal that says that it has none. */
function showsColours(stream: Output, env: Reader['env']): boolean {
  return (stream.isTTY ?? false) && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
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
      if (!mayBeTerminal(descriptor, process.platform) || tty.isatty(descriptor)) continue;
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
    return { kind: 'unreadable', message: programTexts.inputUnreadable({ code }) };
  }
}

/** The facts of a report, one a line; null ones are left out. */
export function factLines(facts: readonly (readonly [string, string | null])[]): string[] {
  return facts.flatMap(([name, value]) =>
    value === null ? [] : [`  ${`${name}:`.padEnd(11)} ${value}`],
  );
}
