import path from 'node:path';

/** A file of the kit that another program runs: absolute. */
export function asset(name: string): string {
  return path.join(import.meta.dirname, 'assets', name);
}
