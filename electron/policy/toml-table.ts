import { withNumbersForUnseen } from '../base/unseen-characters.ts';

/** A name in quotes may have dots in it. */
export type KeyPath = readonly string[];

/** A key as one would write it, with quotes where they are needed. */
export function keyText(path: KeyPath): string {
  return path
    .map((name) => (/^[\w-]+$/.test(name) ? name : withNumbersForUnseen(JSON.stringify(name))))
    .join('.');
}

/** Undefined where there is none. */
export function memberOf(table: unknown, name: string): unknown {
  return isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** No list of tables, and no date. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    // The parser makes objects of dates.
    !(value instanceof Date)
  );
}

/** What places come to together: tables are joined, key by key; all else replaces what is weaker. */
export function mergedTables(strongestFirst: readonly unknown[]): unknown {
  return strongestFirst.reduceRight<unknown>(mergedWith, {});
}

function mergedWith(weaker: unknown, stronger: unknown): unknown {
  if (!isTable(weaker) || !isTable(stronger)) return stronger;
  const merged = new Map(Object.entries(weaker));
  for (const [name, value] of Object.entries(stronger)) {
    merged.set(name, merged.has(name) ? mergedWith(merged.get(name), value) : value);
  }
  return Object.fromEntries(merged);
}

export interface NestedTable {
  readonly table: Record<string, unknown>;
  /** The table around it, in a list or not, and its name there; null for the document. */
  readonly within: { readonly table: NestedTable; readonly name: string } | null;
}

/** The tables of a document, outer ones first. Without recursion, however deep they are. */
export function tablesIn(document: unknown): readonly NestedTable[] {
  const found: NestedTable[] = isTable(document) ? [{ table: document, within: null }] : [];
  for (let index = 0; index < found.length; index += 1) {
    const table = found[index];
    if (table === undefined) break;
    for (const name of Object.keys(table.table)) {
      // Most are texts, and a file may have thousands.
      const member = table.table[name];
      if (typeof member !== 'object') continue;
      const values: unknown[] = [member];
      for (let value = values.pop(); value !== undefined; value = values.pop()) {
        if (isTable(value)) found.push({ table: value, within: { table, name } });
        else if (Array.isArray(value))
          for (const one of value as unknown[]) if (typeof one === 'object') values.push(one);
      }
    }
  }
  return found;
}

export function pathTo(table: NestedTable): readonly string[] {
  const names: string[] = [];
  for (let { within } = table; within !== null; { within } = within.table) names.push(within.name);
  return names.reverse();
}
