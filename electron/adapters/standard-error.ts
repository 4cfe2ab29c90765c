import fs from 'node:fs';

import { harmlessOnTerminal } from '../base/unseen-characters.ts';

/** Writes a line to standard error at once, harmless for a terminal. It never throws. */
export function writeToStandardError(line: string): void {
  try {
    fs.writeSync(process.stderr.fd, `${harmlessOnTerminal(line)}\n`);
  } catch {
    // A broken pipe must not end the program.
  }
}
