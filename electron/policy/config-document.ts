import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod/mini';

import { maxConfigBytes } from '../../shared/policy.ts';
import { configTexts as texts } from '../../shared/texts/config-files.ts';
import { fileTexts } from '../../shared/texts/files.ts';
import { policyKeyTexts } from '../../shared/texts/policy-keys.ts';
import { policyKeys, type enforcers, type KeysOf, type SettingName } from './policy-keys.ts';
import { mistakeText, tomlMistake } from './toml-mistake.ts';
import { maxTomlDepth, maxTomlParts, positionAt, strictToml } from './toml-strictness.ts';
import { isTable, memberOf } from './toml-table.ts';
import type { Position } from './toml-positions.ts';

export type ConfigFile =
  /** `deadLink` is the missing target of a link. */
  | { readonly kind: 'absent'; readonly deadLink?: string }
  | { readonly kind: 'text'; readonly text: string; readonly facts?: FileFacts }
  | {
      readonly kind: 'unreadable';
      readonly message: string;
      /** It is a folder, a pipe or a device. */
      readonly because?: 'notRegular';
      readonly facts?: FileFacts;
    };

export interface FileFacts {
  /** Null on Windows, as is the mode. */
  readonly ownerId: number | null;
  readonly mode: number | null;
  /** The target of a link; null where the file is none. */
  readonly readFrom: string | null;
  /** Down to the file and to its target, the nearest first; empty on Windows. */
  readonly folders: readonly FolderFacts[];
  /** On Windows: who besides administrators may change it, such as "Users". */
  readonly changers?: readonly string[];
}

export interface FolderFacts {
  readonly path: string;
  readonly ownerId: number;
  readonly mode: number;
}

/** Decodes UTF-8 of at most `maxConfigBytes`, without one byte order mark. It never throws. */
export function configContent(bytes: Uint8Array): Exclude<ConfigFile, { kind: 'absent' }> {
  if (bytes.length > maxConfigBytes) {
    return { kind: 'unreadable', message: texts.faults.tooLarge() };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', message: fileTexts.faults.notUtf8() };
  }
}

export type ConfigDocument =
  | { readonly kind: 'table'; readonly source: string; readonly table: unknown }
  | {
      readonly kind: 'unknown';
      readonly source: string;
      readonly message: string;
      /** Where it stops being TOML; null for another reason. */
      readonly position: Position | null;
    };

/** Parses a config file; null where there is none. `source` is its path, for people. */
export function readConfigDocument(source: string, file: ConfigFile): ConfigDocument | null {
  if (file.kind === 'absent') return null;
  if (file.kind === 'unreadable')
    return { kind: 'unknown', source, message: file.message, position: null };
  const { text, mistake, isTooMuch } = strictToml(file.text);
  if (isTooMuch) return { kind: 'unknown', source, message: tooMuch(), position: null };
  if (mistake) return noToml(source, mistake.position, mistake.message);
  try {
    // Keys of others may hold any 64-bit number.
    const table = parse(text, { integersAsBigInt: 'asNeeded', maxDepth: maxTomlDepth });
    return { kind: 'table', source, table };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return noToml(source, positionBefore(error, text, file.text), tomlMistake(error));
  }
}

// Without `Intl`, which takes longer to load than all else that reads a file.
const tooMuch = () => texts.faults.tooMuch({ thousands: maxTomlParts / 1_000 });

function noToml(source: string, position: Position, mistake: string | null): ConfigDocument {
  return { kind: 'unknown', source, message: mistakeText(position, mistake), position };
}

function positionBefore({ line, column }: Position, text: string, original: string): Position {
  if (text === original) return { line, column };
  const lines = text.split('\n').slice(0, line - 1);
  return positionAt(
    original,
    lines.reduce((sum, { length }) => sum + length + 1, column - 1),
  );
}

export type SettingValue<N extends SettingName> = NonNullable<
  z.output<ReturnType<(typeof policyKeys)[N]['schema']>>
>;

/** What an enforcer has to know: all of its keys, and no other. */
export type Decided<E extends keyof typeof enforcers> = {
  readonly [N in KeysOf<E>]: Setting<SettingValue<N>>;
};

export type Setting<T> =
  | { readonly kind: 'unset' }
  | { readonly kind: 'set'; readonly value: T; readonly source: string }
  | { readonly kind: 'unknown'; readonly source: string; readonly message: string };

/**
 * The first document that sets it wins, the strongest first. One that cannot be understood ends
 * the search, since a weaker one must not decide in its place.
 */
export function resolveSetting<N extends SettingName>(
  documents: readonly ConfigDocument[],
  name: N,
): Setting<SettingValue<N>> {
  for (const document of documents) {
    const { source } = document;
    const found = settingIn(document, name);
    switch (found.kind) {
      case 'absent':
        continue;
      // It takes the value of a weaker document away.
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

export type Statement<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly value: T }
  /** The message never quotes the value. The path leads to the setting, or to what should be a table. */
  | { readonly kind: 'invalid'; readonly message: string; readonly path: readonly string[] };

/** What one document says of a setting. */
export function settingIn<N extends SettingName>(
  document: ConfigDocument,
  name: N,
): Statement<SettingValue<N>> {
  const path = name.split('.');
  if (document.kind === 'unknown') return { kind: 'invalid', message: document.message, path };
  let found: unknown = document.table;
  for (const [depth, member] of path.entries()) {
    // Taken for "not set", it would allow what it was to forbid.
    if (!isTable(found)) return noTable(path.slice(0, depth));
    found = memberOf(found, member);
    if (found === undefined) return { kind: 'absent' };
  }
  const parsed = policyKeys[name].schema().safeParse(found);
  if (!parsed.success) {
    const reason = parsed.error.issues[0]?.message ?? policyKeyTexts.values.other();
    return { kind: 'invalid', message: policyKeyTexts.ofValue({ name, fault: reason }), path };
  }
  if (parsed.data === undefined) return { kind: 'blank' };
  return { kind: 'value', value: parsed.data as SettingValue<N> };
}

function noTable(path: readonly string[]): Statement<never> {
  const name = path.join('.');
  return { kind: 'invalid', message: policyKeyTexts.noTable({ name }), path };
}
