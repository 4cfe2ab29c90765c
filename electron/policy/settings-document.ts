import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';

import type { ForcedWorkspaces } from './login-rules.ts';

/** A settings file as it was found. */
export type SettingsFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly message: string };

/** One file of settings, parsed as far as it goes. */
export type SettingsDocument =
  | { readonly kind: 'table'; readonly source: string; readonly table: unknown }
  /** Nothing in it can be known, and any setting may stand in it. */
  | { readonly kind: 'unknown'; readonly source: string; readonly message: string };

/** Parses a settings file; null where there is none. @param source its path, for people. */
export function readSettingsDocument(source: string, file: SettingsFile): SettingsDocument | null {
  if (file.kind === 'absent') return null;
  if (file.kind === 'unreadable') return { kind: 'unknown', source, message: file.message };
  try {
    // Keys that Gatehouse does not read may hold any 64-bit number.
    return { kind: 'table', source, table: parse(file.text, { integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = `line ${error.line}, column ${error.column} is not valid TOML`;
    return { kind: 'unknown', source, message };
  }
}

const storeModeSchema = z.enum(['file', 'keyring', 'auto', 'ephemeral'], {
  error: 'must be "file", "keyring", "auto" or "ephemeral"',
});
const methodSchema = z.enum(['api', 'chatgpt'], { error: 'must be "api" or "chatgpt"' });

const commaMessage =
  'must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported';

// Blank ids are dropped, and a blank string is the same as no setting.
const strings = { error: 'must be a TOML list of strings' };
const idList = z
  .array(z.string(strings), strings)
  .transform((ids) => ids.map((id) => id.trim()).filter((id) => id !== ''));
const forcedWorkspaces = z.union(
  [
    z
      .string()
      .refine((text) => !text.includes(','), { error: commaMessage })
      .transform((text): ForcedWorkspaces | undefined =>
        text.trim() === '' ? undefined : { form: 'single', id: text.trim() },
      ),
    idList.transform((ids): ForcedWorkspaces => ({ form: 'list', ids })),
  ],
  {
    error: (issue) =>
      typeof issue.input === 'string' ? commaMessage : 'must be a string or a TOML list of strings',
  },
);

/**
 * The settings that Gatehouse reads, by their path in a document.
 *
 * Source: codex-rs/core/src/config; the sentence about commas as in Codex CLI 0.169.0.
 */
export const settingSchemas = {
  forced_login_method: methodSchema,
  forced_chatgpt_workspace_id: forcedWorkspaces,
  allowed_login_methods: z.array(methodSchema, {
    error: 'must be a TOML list of "api" and "chatgpt"',
  }),
  allowed_chatgpt_workspaces: idList,
  cli_auth_credentials_store: storeModeSchema,
  'features.secret_auth_storage': z.boolean({ error: 'must be true or false' }),
} as const satisfies Record<string, z.ZodType>;

export type SettingName = keyof typeof settingSchemas;
export type SettingValue<N extends SettingName> = NonNullable<z.output<(typeof settingSchemas)[N]>>;

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
    if (document.kind === 'unknown') return document;
    const found = lookUp(document.table, name);
    if (found === undefined) continue;
    const parsed = settingSchemas[name].safeParse(found);
    const { source } = document;
    if (!parsed.success) {
      const reason = parsed.error.issues[0]?.message ?? 'has an unexpected value';
      return { kind: 'unknown', source, message: `${name} ${reason}` };
    }
    // A blank value takes a weaker document's away.
    if (parsed.data === undefined) return { kind: 'unset' };
    return { kind: 'set', value: parsed.data as SettingValue<N>, source };
  }
  return { kind: 'unset' };
}

function lookUp(table: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((inner, member) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, member)) {
      return undefined;
    }
    return (inner as Record<string, unknown>)[member];
  }, table);
}
