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
