import type { Terminal } from '../cli/terminal.ts';

/**
 * A terminal that keeps what a command says, by stream.
 * @param options `stdin` is what is piped in; null for more than is read.
 */
export function capturedTerminal(
  options: Partial<Pick<Terminal, 'stdoutIsTerminal' | 'stdinIsTerminal'>> & {
    readonly stdin?: string | null;
  } = {},
): {
  readonly terminal: Terminal;
  readonly said: { readonly out: string[]; readonly err: string[] };
} {
  const { stdoutIsTerminal = false, stdinIsTerminal = false, stdin = '' } = options;
  const said = { out: [] as string[], err: [] as string[] };
  const terminal: Terminal = {
    out: (line) => void said.out.push(line),
    err: (line) => void said.err.push(line),
    stdinIsTerminal,
    stdoutIsTerminal,
    readStdin: () => Promise.resolve(stdin),
  };
  return { terminal, said };
}
