import fs from 'node:fs';
import path from 'node:path';

import * as z from 'zod/mini';

import { parseJson } from '../base/json.ts';
import { systemCodeOf } from '../base/system-errors/system-code.ts';
import type { Log } from '../ports.ts';
import { readRegularFileSync } from './regular-file.ts';

const maxBytes = 64 * 1024;

export interface JsonFile<T> {
  /** Null for none, and for anything that does not fit the schema. */
  load(): T | null;
  /** Never throws: what cannot be saved is forgotten. */
  save(value: T): void;
}

/** A small file of the app's own, such as for what a person chose; it is replaced as a whole. */
export function jsonFile<T>(file: string, schema: z.core.$ZodType<T>, log: Log): JsonFile<T> {
  return {
    load() {
      const found = readRegularFileSync(file, maxBytes);
      if (found.kind !== 'bytes') return null;
      return z.safeParse(schema, parseJson(found.bytes.toString('utf8'))).data ?? null;
    },
    save(value) {
      const temporary = `${file}.new`;
      try {
        fs.writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
        fs.renameSync(temporary, file);
      } catch (error) {
        log.warn('data-file.not-saved', { name: path.basename(file), code: systemCodeOf(error) });
      }
    },
  };
}
