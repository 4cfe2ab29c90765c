import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';

import { policyKeys, type enforcers, type KeysOf, type SettingName } from './policy-keys.ts';
import { mistakeText, tomlMistake } from './toml-mistake.ts';
import { maxTomlDepth, maxTomlParts, positionAt, strictToml } from './toml-strictness.ts';
import { isTable, memberOf } from './toml-table.ts';
import type { Position } from './toml-positions.ts';

/** A settings file as it was found. */
export type SettingsFile =
  /** `deadLink`: what a link in its place names, where nothing is. */
  | { readonly kind: 'absent'; readonly deadLink?: string }
  | { readonly kind: 'text'; readonly text: string; readonly facts?: FileFacts }
  | { readonly kind: 'unreadable'; readonly message: string; readonly facts?: FileFacts };

/** What the system says of the file that was opened. Missing where there was no file to open. */
export interface FileFacts {
  /** Number of the user it belongs to; null on Windows, where rights are kept otherwise. */
  readonly ownerId: number | null;
  /** Permission bits; null on Windows. */
  readonly mode: number | null;
  /** The file behind a link; null where the place is none. */
  readonly readFrom: string | null;
  /**
   * The folders on the way to it, and to what a link leads to, the nearest first: who can
   * change one can put another file in its place. Empty on Windows.
   */
  readonly folders: readonly FolderFacts[];
}

export interface FolderFacts {
  readonly path: string;
  readonly ownerId: number;
  readonly mode: number;
}

/** One file of settings, parsed as far as it goes. */
export type SettingsDocument =
  | { readonly kind: 'table'; readonly source: string; readonly table: unknown }
  /** Nothing in it can be known, and any setting may stand in it. */
  | {
      readonly kind: 'unknown';
      readonly source: string;
      readonly message: string;
      /** Where it stops to be TOML; null where that is not why. */
      readonly position: Position | null;
    };

/** Parses a settings file; null where there is none. @param source its path, for people. */
export function readSettingsDocument(source: string, file: SettingsFile): SettingsDocument | null {
  if (file.kind === 'absent') return null;
  if (file.kind === 'unreadable')
    return { kind: 'unknown', source, message: file.message, position: null };
  const { text, mistake, isTooMuch } = strictToml(file.text);
  if (isTooMuch) return { kind: 'unknown', source, message: tooMuch, position: null };
  if (mistake) return noToml(source, mistake.position, mistake.message);
  try {
    // Keys that Gatehouse does not read may hold any 64-bit number.
    const table = parse(text, { integersAsBigInt: 'asNeeded', maxDepth: maxTomlDepth });
    return { kind: 'table', source, table };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return noToml(source, positionBefore(error, text, file.text), tomlMistake(error));
  }
}

const tooMuch = `it has more than ${maxTomlParts.toLocaleString('en')} names, values and escapes`;

function noToml(source: string, position: Position, mistake: string | null): SettingsDocument {
  return { kind: 'unknown', source, message: mistakeText(position, mistake), position };
}

/** Where a position in a text was before some of its lines were joined. */
function positionBefore({ line, column }: Position, text: string, original: string): Position {
  if (text === original) return { line, column };
  const lines = text.split('\n').slice(0, line - 1);
  return positionAt(
    original,
    lines.reduce((sum, { length }) => sum + length + 1, column - 1),
  );
}

/** The value of a policy once it is understood. */
export type SettingValue<N extends SettingName> = NonNullable<
  z.output<(typeof policyKeys)[N]['schema']>
>;

/** What an enforcer has to know: each of its keys, and no other. */
export type Decided<E extends keyof typeof enforcers> = {
  readonly [N in KeysOf<E>]: Setting<SettingValue<N>>;
};

/** A setting with what decides it. */
export type Setting<T> =
  | { readonly kind: 'unset' }
  | { readonly kind: 'set'; readonly value: T; readonly source: string }
  /** What decides it cannot be read or understood. */
  | { readonly kind: 'unknown'; readonly source: string; readonly message: string };

/**
 * What documents say of a setting, the strongest document first. The first one
 * that sets it wins; one that cannot be understood, or whose value cannot, ends
 * the search, because a weaker one must not decide in its place.
 */
export function resolveSetting<N extends SettingName>(
  documents: readonly SettingsDocument[],
  name: N,
): Setting<SettingValue<N>> {
  for (const document of documents) {
    const { source } = document;
    const found = settingIn(document, name);
    switch (found.kind) {
      case 'absent':
        continue;
      // A blank value takes a weaker document's away.
      case 'blank':
        return { kind: 'unset' };
      case 'invalid':
        return { kind: 'unknown', source, message: found.message };
      case 'value':
        return { kind: 'set', value: found.value, source };
    }
  }
  return { kind: 'unset' };
}

/** What one document says of a setting. */
export type Statement<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly value: T }
  /**
   * The message names the setting and never quotes what stands there. The path leads to the
   * mistake: the setting, or the table that it would stand in and that is none.
   */
  | { readonly kind: 'invalid'; readonly message: string; readonly path: readonly string[] };

/** What this document alone says of a setting; a document that is unknown may say anything. */
export function settingIn<N extends SettingName>(
  document: SettingsDocument,
  name: N,
): Statement<SettingValue<N>> {
  const path = name.split('.');
  if (document.kind === 'unknown') return { kind: 'invalid', message: document.message, path };
  let found: unknown = document.table;
  for (const [depth, member] of path.entries()) {
    // It would otherwise pass for "not set", and what it was to forbid would be allowed.
    if (!isTable(found)) return noTable(path.slice(0, depth));
    found = memberOf(found, member);
    if (found === undefined) return { kind: 'absent' };
  }
  const parsed = policyKeys[name].schema.safeParse(found);
  if (!parsed.success) {
    const reason = parsed.error.issues[0]?.message ?? 'has an unexpected value';
    return { kind: 'invalid', message: `${name} ${reason}`, path };
  }
  if (parsed.data === undefined) return { kind: 'blank' };
  return { kind: 'value', value: parsed.data as SettingValue<N> };
}

function noTable(path: readonly string[]): Statement<never> {
  const name = path.join('.');
  return { kind: 'invalid', message: `${name} must be a table, [${name}]`, path };
}
