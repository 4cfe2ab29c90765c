import { systemCodeOf } from '../base/system-errors/system-code.ts';
import type { Terminal } from './terminal.ts';

/** Far above any key or token, so that what is too long for one is told as that. */
const maxStdinBytes = 64 * 1024;

/** What was piped into a command. */
export type PipedInput =
  | { readonly kind: 'text'; readonly text: string }
  /** There is no pipe: a person would have to type it. */
  | { readonly kind: 'terminal' }
  /** More than 64 KiB. */
  | { readonly kind: 'tooLong' }
  /** The command was asked to end meanwhile. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Reads all of standard input. @throws {Error} what no system says. */
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
