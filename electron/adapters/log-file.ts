import fs from 'node:fs';
import path from 'node:path';

import { redact } from '../auth/redact.ts';
import type { Log, LogFields, Now } from '../ports.ts';

export interface LogFileOptions {
  /** Made with mode 0700 where it is missing. */
  readonly folder: string;
  readonly now: Now;
  /** Gets every line as well, without the line feed; for standard error. */
  readonly echo?: (line: string) => void;
  /** The file is put away before it grows beyond this size. */
  readonly maxBytes?: number;
}

const fileName = 'gatehouse.log';
const keptFiles = 3;
const defaultMaxBytes = 1024 * 1024;

type Level = 'info' | 'warn' | 'error';

/**
 * A log of JSON lines (`time`, `level`, `event`, `fields`) in `gatehouse.log`,
 * readable by the user alone. Beside it are the three files before it, of which
 * `gatehouse.1.log` is the latest.
 *
 * Every text passes `redact`. Writing is synchronous, so that the lines before a
 * crash are there, and never throws: a full disk must not end a sign-in.
 */
export function openLogFile(options: LogFileOptions): Log {
  const { folder, now, echo, maxBytes = defaultMaxBytes } = options;
  const write = (level: Level, event: string, fields?: LogFields): void => {
    const time = new Date(now()).toISOString();
    const line = JSON.stringify({ time, level, event: redact(event), ...redactedPart(fields) });
    try {
      append(folder, `${line}\n`, maxBytes);
    } catch {
      // There is no second place to tell it.
    }
    echo?.(line);
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

/** Redacted before they are put into JSON: a secret's pattern could swallow the quotes around it. */
function redactedPart(fields: LogFields | undefined): { fields?: LogFields } {
  if (fields === undefined) return {};
  const redacted = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? redact(value) : value,
  ]);
  return { fields: Object.fromEntries(redacted) as LogFields };
}

function append(folder: string, line: string, maxBytes: number): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, fileName);
  const bytes = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > 0 && bytes + Buffer.byteLength(line) > maxBytes) rotate(folder);
  const descriptor = fs.openSync(file, 'a', 0o600);
  try {
    // A file made by somebody else, or under another umask, keeps its mode when it is opened.
    fs.fchmodSync(descriptor, 0o600);
    fs.writeSync(descriptor, line);
  } finally {
    fs.closeSync(descriptor);
  }
}

function rotate(folder: string): void {
  const nameOf = (age: number) => (age === 0 ? fileName : `gatehouse.${age}.log`);
  for (let age = keptFiles; age > 0; age -= 1) {
    const younger = path.join(folder, nameOf(age - 1));
    if (fs.existsSync(younger)) fs.renameSync(younger, path.join(folder, nameOf(age)));
  }
}
