import * as z from 'zod/mini';
import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';

// JSON as serde_json reads it, where JavaScript differs; tried with Codex CLI 0.171.0.

/** Members in the order of the source. */
export interface Struct {
  readonly [member: string]: Struct | null;
}

// serde refuses half of a surrogate pair.
export const serdeString = z.string().check(z.refine((text) => text.isWellFormed()));

/** A struct, which may be written as a list of at least `least` of its members too. */
export function serdeStruct<Shape extends z.core.$ZodShape>(shape: Shape, least = 0) {
  const names = Object.keys(shape);
  return z.pipe(
    z.transform((value) => (Array.isArray(value) ? membersOf(value, names, least) : value)),
    z.looseObject(shape),
  );
}

export function membersOf(value: unknown, names: readonly string[], least = 0): unknown {
  if (!Array.isArray(value) || value.length < least || value.length > names.length) return value;
  return Object.fromEntries(value.map((member: unknown, place) => [names[place], member]));
}

/** An enum, whose names may be written `{"name": null}` too. */
export function serdeEnum<const Names extends readonly string[]>(names: Names) {
  return z.pipe(
    z.transform((value) => variantName(value) ?? value),
    z.enum(names),
  );
}

export function variantName(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const [only, ...more] = Object.entries(value);
  return only !== undefined && more.length === 0 && only[1] === null ? only[0] : null;
}

/** Why serde refuses a text: a known member is repeated, or a name is not Unicode. No recursion. */
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
        if (!name.isWellFormed()) return texts.faults.memberNotUnicode();
        if (!Object.hasOwn(frame.struct, name)) break;
        if (frame.seen.has(name)) return texts.faults.memberTwice({ name });
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
  place: number;
  named?: boolean;
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

function memberAt(struct: Struct | null, place: number): Struct | null {
  return struct === null ? null : (Object.values(struct)[place] ?? null);
}
