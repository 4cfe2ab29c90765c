import fs from 'node:fs';

import { readRegularFileSync } from '../files/regular-file.ts';
import type { Log } from '../ports.ts';
import { parseWindowState, type WindowState } from './window-state.ts';

const maxBytes = 64 * 1024;

/** The remembered window. It is worth no error: what cannot be kept or read is forgotten. */
export interface WindowStateFile {
  load(): WindowState | null;
  save(state: WindowState): void;
}

/** Keeps the state in a file that is replaced as a whole, within the call. */
export function windowStateFile(file: string, log: Log): WindowStateFile {
  return {
    load() {
      const found = readRegularFileSync(file, maxBytes);
      return found.kind === 'bytes' ? parseWindowState(found.bytes.toString('utf8')) : null;
    },
    save(state) {
      const temporary = `${file}.new`;
      try {
        fs.writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
        fs.renameSync(temporary, file);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : null;
        log.warn('window.state-not-saved', { code });
      }
    },
  };
}
