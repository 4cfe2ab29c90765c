import { z } from 'zod';

/**
 * JSON as serde_json reads it into the structs of Codex, where that differs from what
 * JavaScript reads. All of it was tried with Codex CLI 0.171.0 (`codex login status`).
 */

/** The members of a struct in the order of its source, each with the struct within it, if any. */
export interface Struct {
  readonly [member: string]: Struct | null;
}

const wellFormed = /^\P{Surrogate}*$/u;

/** A text. serde takes no half of a surrogate pair. */
export const serdeString = z.string().regex(wellFormed);

/**
 * A struct, which may stand as a list of its members too.
 *
 * @param shape its members in the order of the source.
 * @param least how many members a list needs at least.
 */
export function serdeStruct<Shape extends z.ZodRawShape>(shape: Shape, least = 0) {
  const names = Object.keys(shape);
  return z.preprocess(
    (value) => (Array.isArray(value) ? membersOf(value, names, least) : value),
    z.looseObject(shape),
  );
}

/** The members that a list stands for; anything else, and a list of another length, as it is. */
export function membersOf(value: unknown, names: readonly string[], least = 0): unknown {
  if (!Array.isArray(value) || value.length < least || value.length > names.length) return value;
  return Object.fromEntries(value.map((member: unknown, place) => [names[place], member]));
}

/** An enum of these names, each of which may stand as `{"name": null}` too. */
export function serdeEnum<const Names extends readonly string[]>(names: Names) {
  return z.preprocess((value) => variantName(value) ?? value, z.enum(names));
}

/** The name in `{"name": null}`; null for everything else. */
export function variantName(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const [only, ...more] = Object.entries(value);
  return only !== undefined && more.length === 0 && only[1] === null ? only[0] : null;
}

/**
 * Why serde refuses a text of valid JSON before it looks at any type; null where it does
 * not: a member that the struct has may stand in it only once, while others may be
 * repeated, and names within a struct are Unicode. Walks without recursion.
 *
 * @returns part of a sentence that quotes nothing but names of the struct.
 */
export function faultOfMembers(json: string, struct: Struct): string | null {
  const open: Frame[] = [];
  let next: Struct | null = struct;
  for (const [token] of json.matchAll(tokens)) {
    const frame = open.at(-1);
    switch (token) {
      case '{':
      case '[':
        open.push({ struct: next, isObject: token === '{', seen: new Set(), place: 0 });
        next = token === '[' ? memberAt(next, 0) : null;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ':':
        break;
      case ',':
        if (frame?.isObject === false) next = memberAt(frame.struct, (frame.place += 1));
        if (frame?.isObject === true) frame.named = false;
        break;
      default: {
        if (frame?.isObject !== true || frame.named === true) break;
        frame.named = true;
        next = null;
        if (frame.struct === null) break;
        const name = String(JSON.parse(token));
        if (!wellFormed.test(name)) return 'the name of a member is not Unicode';
        if (!Object.hasOwn(frame.struct, name)) break;
        if (frame.seen.has(name)) return `its member ${name} stands in it twice`;
        frame.seen.add(name);
        next = frame.struct[name] ?? null;
      }
    }
  }
  return null;
}

interface Frame {
  readonly struct: Struct | null;
  readonly isObject: boolean;
  readonly seen: Set<string>;
  /** Of a list: which member is being read. */
  place: number;
  /** Of an object: whether the name of the present member was read. */
  named?: boolean;
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

function memberAt(struct: Struct | null, place: number): Struct | null {
  return struct === null ? null : (Object.values(struct)[place] ?? null);
}
