import { Readable } from 'node:stream';

import { terminalOn, type Terminal } from '../cli/terminal.ts';

interface CapturedOptions {
  readonly stdoutIsTerminal?: boolean;
  readonly stdinIsTerminal?: boolean;
  /** What is piped in; null for more than is read. */
  readonly stdin?: string | null;
  /** Whose home folder is read as `~`; empty for nobody's. */
  readonly userHome?: string;
}

/** A terminal without colours that keeps what a command says, by stream. */
export function capturedTerminal({
  stdoutIsTerminal = false,
  stdinIsTerminal = false,
  stdin = '',
  userHome = '',
}: CapturedOptions = {}): {
  readonly terminal: Terminal;
  readonly said: { readonly out: string[]; readonly err: string[] };
} {
  const said = { out: [] as string[], err: [] as string[] };
  const keeping = (lines: string[]) => ({
    write: (text: string | Uint8Array) => lines.push(String(text).replace(/\n$/, '')) > 0,
  });
  const terminal = terminalOn(
    {
      stdin: Object.assign(Readable.from([]), { isTTY: stdinIsTerminal }),
      stdout: { ...keeping(said.out), isTTY: stdoutIsTerminal },
      stderr: keeping(said.err),
    },
    { userHome, env: { NO_COLOR: '1' } },
  );
  const followLines = () => () => undefined;
  return { terminal: { ...terminal, readStdin: () => Promise.resolve(stdin), followLines }, said };
}
