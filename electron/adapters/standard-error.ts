import fs from 'node:fs';

import { harmlessOnTerminal } from '../base/unseen-characters.ts';

/**
 * Writes a line to standard error at once, so that it does not steer the terminal there.
 * Never throws: whoever read it may be gone.
 */
export function writeToStandardError(line: string): void {
  try {
    fs.writeSync(process.stderr.fd, `${harmlessOnTerminal(line)}\n`);
  } catch {
    // A broken pipe must not end the program.
  }
}
