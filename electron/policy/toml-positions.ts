import { parseDocument } from '@decimalturn/toml-patch';

/** Both count from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Looks up where a key stands, by its path; null where it does not, or it cannot be told. */
export type FindPosition = (path: readonly string[]) => Position | null;

/** A policy has two names, and may have got into a table of three by mistake. */
const maxDepth = 5;

/**
 * Where the keys of a document stand, tables and dotted keys included, as deep as policies
 * are looked for. It is for people and decides nothing, so that a text that this parser
 * does not accept has no positions.
 */
export function tomlPositions(toml: string): FindPosition {
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
    found.clear();
  }
  return (path) => found.get(nameOf(path)) ?? null;
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
