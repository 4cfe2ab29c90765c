import { z } from 'zod';

import type { Terminal } from './terminal.ts';

// What the outputs of commands with `--json` have in common. Every member is there, absent values
// are null, and only `token` holds a secret. Every change but a new member raises the version.

export const version1 = { schemaVersion: z.literal(1) };
/** The former name of the version stays with the outputs that had it. */
export const bothVersions1 = { schema: z.literal(1), ...version1 };
export const bothVersions2 = { schema: z.literal(2), schemaVersion: z.literal(2) };

/** ISO 8601 in UTC; null for a time that is not known. */
export const time = z.iso.datetime().nullable();

/** An output whose lists are not changed. */
export type Printable<T> = {
  readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? readonly Item[] : T[K];
};

/** Prints an output as one line. @param _schema says which one. */
export function printJson<S extends z.ZodType>(
  terminal: Pick<Terminal, 'out'>,
  _schema: S,
  output: Printable<z.infer<S>>,
): void {
  terminal.out(JSON.stringify(output));
}

/** A time in milliseconds since the epoch as the outputs have it: ISO 8601 in UTC. */
export function isoTime(timeMs: number): string;
export function isoTime(timeMs: number | null): string | null;
export function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
