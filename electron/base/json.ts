/** Parses JSON from outside; undefined where it is not JSON, for a schema to refuse. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Changes every text in a value of plain JSON, names of members excepted. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  return walk(value, change) as T;
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  // A copy has a member `__proto__` as its own, which an empty object would take for something else.
  const members: Record<string, unknown> = { ...value };
  for (const name of Object.keys(members)) members[name] = walk(members[name], change);
  return members;
}
