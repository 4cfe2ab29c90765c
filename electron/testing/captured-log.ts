import type { Log, LogFields } from '../ports.ts';

export interface CapturedLog extends Log {
  /** Every line so far, oldest first. */
  readonly lines: readonly {
    readonly level: 'info' | 'warn' | 'error';
    readonly event: string;
    readonly fields: LogFields;
  }[];
}

/** A log that keeps its lines for the test to look at. */
export function capturedLog(): CapturedLog {
  const lines: CapturedLog['lines'][number][] = [];
  const writer =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields });
    };
  return { lines, info: writer('info'), warn: writer('warn'), error: writer('error') };
}
