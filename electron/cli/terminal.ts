/** What a command says and hears. Results go to standard output, all else to standard error. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** All of standard input. */
  readStdin(): Promise<string>;
}
