import { withNumbersForUnseen } from '../base/unseen-characters.ts';

/** The names that lead to a key. One name may hold dots, where it is in quotes. */
export type KeyPath = readonly string[];

/** A key as a person would write it: a name with other characters in quotes. */
export function keyText(path: KeyPath): string {
  return path
    .map((name) => (/^[\w-]+$/.test(name) ? name : withNumbersForUnseen(JSON.stringify(name))))
    .join('.');
}

/** A member of a table by its name; undefined where there is none. */
export function memberOf(table: unknown, name: string): unknown {
  return isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Whether a value is a table, and no list of them and no date. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    // The parser makes objects of dates.
    !(value instanceof Date)
  );
}

/** A table of a document, and what leads to it. */
export interface NestedTable {
  readonly table: Record<string, unknown>;
  /** The table that it stands in, in a list or not, and under which name; null of the document. */
  readonly within: { readonly table: NestedTable; readonly name: string } | null;
}

/**
 * The tables of a document, itself first, outer ones before inner ones. However deep they
 * are nested, no call is.
 */
export function tablesIn(document: unknown): readonly NestedTable[] {
  const found: NestedTable[] = isTable(document) ? [{ table: document, within: null }] : [];
  for (let index = 0; index < found.length; index += 1) {
    const table = found[index];
    if (table === undefined) break;
    for (const [name, member] of Object.entries(table.table)) {
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

/** The names that lead to a table. */
export function pathTo(table: NestedTable): readonly string[] {
  const names: string[] = [];
  for (let { within } = table; within !== null; { within } = within.table) names.push(within.name);
  return names.reverse();
}
