import type * as z from 'zod/mini';

import type { Terminal } from './terminal.ts';

/** An output whose lists are not changed. */
export type Printable<T> = {
  readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? readonly Item[] : T[K];
};

/** Prints an output as one line; its schema says which one, and is not needed for that. */
export function printJson<S extends z.core.$ZodType>(
  terminal: Pick<Terminal, 'exact'>,
  output: Printable<z.infer<S>>,
): void {
  terminal.exact(JSON.stringify(output));
}

/** A time in milliseconds since the epoch as the outputs have it: ISO 8601 in UTC. */
export function isoTime(timeMs: number): string;
export function isoTime(timeMs: number | null): string | null;
export function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
