import { parseDocument } from '@decimalturn/toml-patch';

/** From 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Null where the key is not there, or its position is not known. */
export type FindPosition = (path: readonly string[]) => Position | null;

/** Policies have two names, and may be within a few tables by mistake. */
const maxDepth = 16;

/** A long document is read up to here first, in UTF-16 units. */
const beginningLength = 64 * 1024;

const maxLength = 1024 * 1024;

/**
 * Where the keys of a document are, for people: a text that this parser does not take has no
 * positions. Nothing is parsed before the first question, nor the whole before it is needed.
 */
export function tomlPositions(toml: string): FindPosition {
  const whole = toml.length > maxLength ? null : toml;
  const unread = [beginningOf(toml), whole].filter((text) => text !== null);
  let found: ReadonlyMap<string, Position> = new Map();
  return (path) => {
    const name = nameOf(path);
    while (!found.has(name)) {
      const text = unread.shift();
      if (text === undefined) return null;
      found = positionsIn(text);
    }
    return found.get(name) ?? null;
  };
}

/** The tables that a long document begins with, if it does not end within a value. */
function beginningOf(toml: string): string | null {
  if (toml.length <= beginningLength) return null;
  const end = toml.lastIndexOf('\n[', beginningLength);
  return end === -1 ? null : toml.slice(0, end);
}

function positionsIn(toml: string): ReadonlyMap<string, Position> {
  const found = new Map<string, Position>();
  const note = (path: readonly string[], { loc }: Located): void => {
    // `[a.b]` also defines "a", unless that has a place of its own.
    for (let length = 1; length <= Math.min(path.length, maxDepth); length += 1) {
      const name = nameOf(path.slice(0, length));
      const { line, column } = loc.start;
      if (!found.has(name)) found.set(name, { line, column: column + 1 });
    }
  };
  const walk = (prefix: readonly string[], rows: readonly Node[]): void => {
    if (prefix.length >= maxDepth) return;
    for (const row of rows) {
      if (row.type === 'KeyValue') {
        const path = [...prefix, ...row.key.value];
        note(path, row.key);
        if (row.value.type === 'InlineTable') {
          walk(
            path,
            row.value.items.map(({ item }) => item),
          );
        }
      } else if (row.type === 'Table' || row.type === 'TableArray') {
        // Of a list of tables, the first that has a key counts.
        const path = row.key.item.value;
        note(path, row.key.item);
        walk(path, row.items);
      }
    }
  };
  try {
    walk([], parseDocument(toml).cst as unknown as readonly Node[]);
  } catch {
    return new Map();
  }
  return found;
}

function nameOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

interface Located {
  readonly loc: { readonly start: Position };
}

interface Key extends Located {
  readonly value: readonly string[];
}

/** The part of the parser's tree that is used; its own types are not exported. */
type Node =
  | {
      readonly type: 'KeyValue';
      readonly key: Key;
      readonly value:
        | { readonly type: 'InlineTable'; readonly items: readonly { readonly item: Node }[] }
        | { readonly type: 'Other' };
    }
  | {
      readonly type: 'Table' | 'TableArray';
      readonly key: { readonly item: Key };
      readonly items: readonly Node[];
    }
  | { readonly type: 'Other' };
