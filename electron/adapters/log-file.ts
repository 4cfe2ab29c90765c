import { redact } from '../redaction/redact.ts';
import type { Log, LogFields, Now } from '../ports.ts';
import { appendLine } from './rotating-file.ts';

export interface LogFileOptions {
  readonly folder: string;
  readonly now: Now;
  readonly echo?: (line: string) => void;
  readonly maxBytes?: number;
}

type Level = 'info' | 'warn' | 'error';

/**
 * A log of redacted JSON lines in `gatehouse.log`. Writing is synchronous, so that the lines before
 * a crash are there, and never throws: a full disk must not end a sign-in.
 */
export function openLogFile(options: LogFileOptions): Log {
  const { folder, now, echo, maxBytes } = options;
  const file = { folder, name: 'gatehouse.log', maxBytes };
  const write = (level: Level, event: string, fields?: LogFields): void => {
    const time = new Date(now()).toISOString();
    const line = JSON.stringify({ time, level, event: redact(event), ...redactedPart(fields) });
    try {
      appendLine(file, line);
    } catch {
      // There is nowhere else to report it.
    }
    echo?.(line);
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

/** Before they become JSON: the pattern of a secret could include the quotes around it. */
function redactedPart(fields: LogFields | undefined): { fields?: LogFields } {
  if (fields === undefined) return {};
  const redacted = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? redact(value) : value,
  ]);
  return { fields: Object.fromEntries(redacted) as LogFields };
}
