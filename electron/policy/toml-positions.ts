import { parseDocument } from '@decimalturn/toml-patch';

/** Both count from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Looks up where a key stands, by its path; null where it does not, or it cannot be told. */
export type FindPosition = (path: readonly string[]) => Position | null;

/** A policy has two names, and may have got into a table of many by mistake. */
const maxDepth = 16;

/** Of a long document this much is looked at first, in UTF-16 units: more is seldom asked for. */
const beginningLength = 64 * 1024;

/** And of what is longer than this no more is looked at. */
const maxLength = 1024 * 1024;

/**
 * Where the keys of a document stand, tables and dotted keys included, as deep as policies
 * are looked for. It is for people and decides nothing, so that a text that this parser
 * does not accept has no positions. Nothing is parsed before the first question, and what
 * is behind the beginning not before a question that needs it.
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

/**
 * The tables that a long document begins with; null where it is not long. Where it was cut
 * within a text or a list it is no TOML, and has no positions.
 */
function beginningOf(toml: string): string | null {
  if (toml.length <= beginningLength) return null;
  const end = toml.lastIndexOf('\n[', beginningLength);
  return end === -1 ? null : toml.slice(0, end);
}

function positionsIn(toml: string): ReadonlyMap<string, Position> {
  const found = new Map<string, Position>();
  const note = (path: readonly string[], { loc }: Located): void => {
    // `[a.b]` also stands for "a", unless that has a place of its own already.
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
        // Of a list of tables, the first that has a key stands for all.
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

/** The part of the parser's tree that is looked at; its own types are not exported. */
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
