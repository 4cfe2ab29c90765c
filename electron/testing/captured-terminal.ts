import type { Terminal } from '../cli/terminal.ts';

/** A terminal that keeps what a command says, by stream, and has nothing to read. */
export function capturedTerminal({ stdoutIsTerminal = false } = {}): {
  readonly terminal: Terminal;
  readonly said: { readonly out: string[]; readonly err: string[] };
} {
  const said = { out: [] as string[], err: [] as string[] };
  const terminal: Terminal = {
    out: (line) => void said.out.push(line),
    err: (line) => void said.err.push(line),
    stdinIsTerminal: false,
    stdoutIsTerminal,
    readStdin: () => Promise.resolve(''),
  };
  return { terminal, said };
}
