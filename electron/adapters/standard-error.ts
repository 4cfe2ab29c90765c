import fs from 'node:fs';

/** Writes a line to standard error at once. Never throws: whoever read it may be gone. */
export function writeToStandardError(line: string): void {
  try {
    fs.writeSync(process.stderr.fd, `${line}\n`);
  } catch {
    // A broken pipe must not end the program.
  }
}
