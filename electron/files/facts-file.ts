import * as z from 'zod/mini';

import { StoreError } from '../auth/credential-store.ts';
import { parseJson } from '../base/json.ts';
import type { Log } from '../ports.ts';
import type { PrivateFolder } from './private-folder.ts';

const anyVersion = z.looseObject({ version: z.number() });

/**
 * A small file of facts that could be found out again, version 1: without secrets, for one person.
 * A file of a newer version is left alone. Nothing throws: facts that cannot be read are none.
 */
export class FactsFile<Facts extends { readonly version: 1 }> {
  readonly #folder: PrivateFolder;
  readonly #name: string;
  /** Loose, so that members that this version does not know survive. */
  readonly #schema: z.core.$ZodType<Facts>;
  readonly #none: Facts;
  readonly #log: Log;

  constructor(parts: {
    readonly folder: PrivateFolder;
    readonly name: string;
    readonly schema: z.core.$ZodType<Facts>;
    readonly none: Facts;
    readonly log: Log;
  }) {
    this.#folder = parts.folder;
    this.#name = parts.name;
    this.#schema = parts.schema;
    this.#none = parts.none;
    this.#log = parts.log;
  }

  async read(): Promise<Facts> {
    const found = await this.#find();
    return found === 'newer' ? this.#none : found;
  }

  /** Changes what is there by now. @returns what holds from then on, on disk or not. */
  async change(change: (facts: Facts) => Facts): Promise<Facts> {
    const found = await this.#find();
    if (found === 'newer') return change(this.#none);
    const changed = change(found);
    try {
      await this.#folder.replace(this.#name, `${JSON.stringify(changed, null, 2)}\n`);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log.warn('facts-not-saved', { name: this.#name, code: error.code });
    }
    return changed;
  }

  async #find(): Promise<Facts | 'newer'> {
    const content = await this.#folder.read(this.#name);
    if (content.kind !== 'bytes') return this.#none;
    const json = parseJson(new TextDecoder().decode(content.bytes));
    const shaped = z.safeParse(this.#schema, json);
    if (shaped.success) return shaped.data;
    const versioned = anyVersion.safeParse(json);
    return versioned.success && versioned.data.version > 1 ? 'newer' : this.#none;
  }
}
