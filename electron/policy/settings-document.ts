import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';

import { isTrustworthyUrl } from '../auth/endpoints.ts';
import { isPlainLine, trimWhiteSpace } from '../unseen-characters.ts';
import type { ForcedWorkspaces } from './login-rules.ts';
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

const storeModeSchema = z.enum(['file', 'keyring', 'auto', 'ephemeral'], {
  error: 'must be "file", "keyring", "auto" or "ephemeral"',
});
const methods = ['api', 'chatgpt'] as const;
// Said of what stands in the list as well, since a method by itself would be refused there.
const methodList = { error: 'must be a TOML list of "api" and "chatgpt"' };

const commaMessage =
  'must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported';

// Where ids and addresses are told, no character may do something else there.
const unseenMessage = 'must not have control characters or directional marks in it';

// Blank ids are dropped, and a blank string is the same as no setting.
const strings = { error: 'must be a TOML list of strings' };
const isPlainId = (id: string): boolean => isPlainLine(trimWhiteSpace(id));
const idList = z
  .array(z.string(strings).refine(isPlainId, { error: unseenMessage }), strings)
  .transform((ids) => ids.map(trimWhiteSpace).filter((id) => id !== ''));
const forcedWorkspaces = z.union(
  [
    z
      .string()
      .refine((text) => !text.includes(',') && isPlainId(text), { error: commaMessage })
      .transform((text): ForcedWorkspaces | undefined =>
        trimWhiteSpace(text) === '' ? undefined : { form: 'single', id: trimWhiteSpace(text) },
      ),
    idList.transform((ids): ForcedWorkspaces => ({ form: 'list', ids })),
  ],
  {
    error: ({ input }) => {
      const ids: readonly unknown[] = Array.isArray(input) ? input : [input];
      if (!ids.every((id) => typeof id === 'string')) {
        return 'must be a string or a TOML list of strings';
      }
      return ids.every(isPlainId) ? commaMessage : unseenMessage;
    },
  },
);

const yesOrNo = z.boolean({ error: 'must be true or false' });

// A user name or password in it would be told wherever the setting is.
const baseUrl = z
  .string({ error: 'must be a string' })
  .refine(isPlainLine, { error: unseenMessage, abort: true })
  .refine(isPlainUrl, { error: 'must be an http or https URL without a user name or password' });

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** An issuer by its URL, as tokens name it, without a trailing slash. A blank one is no setting. */
const issuer = z
  .string({ error: 'must be a string' })
  .refine(isPlainLine, { error: unseenMessage, abort: true })
  .refine((text) => text.trim() === '' || isTrustworthyUrl(text.trim()), {
    error: 'must be an https URL, or an http URL of this machine, without a user name or password',
  })
  .transform((text) => text.trim().replace(/\/+$/, '') || undefined);

const maxOrganizationLength = 100;

/** One line, for it stands in the header of the window. A blank one is no setting. */
const organization = z
  .string({ error: 'must be a string' })
  .refine((text) => text.length <= maxOrganizationLength && isPlainLine(text), {
    error: `must be one line of at most ${maxOrganizationLength} characters`,
  })
  .transform((text) => (text.trim() === '' ? undefined : text.trim()));

/**
 * The settings that Gatehouse reads, by their path in a document.
 *
 * Source: codex-rs/core/src/config; the sentence about commas as in Codex CLI 0.169.0.
 */
export const settingSchemas = {
  forced_login_method: z.enum(methods, { error: 'must be "api" or "chatgpt"' }),
  forced_chatgpt_workspace_id: forcedWorkspaces,
  allowed_login_methods: z.array(z.enum(methods, methodList), methodList),
  allowed_chatgpt_workspaces: idList,
  cli_auth_credentials_store: storeModeSchema,
  chatgpt_base_url: baseUrl,
  'features.secret_auth_storage': yesOrNo,
  /** Whether a sign-in may be kept in a file as plain text. */
  'gatehouse.allow_file_storage': yesOrNo,
  /** Whether a person may revoke the sign-in on all devices. */
  'gatehouse.allow_sign_out_everywhere': yesOrNo,
  /** Whether other programs may ask Gatehouse for an access token. */
  'gatehouse.allow_credential_helper': yesOrNo,
  /** Whether what Gatehouse knows may be exported to files. */
  'gatehouse.allow_export': yesOrNo,
  /** Whether a ChatGPT sign-in counts only with a verified signature of its ID token. */
  'gatehouse.require_verified_workspace': yesOrNo,
  /** Whose keys verify a sign-in, in place of the provider's. */
  'gatehouse.trusted_issuer': issuer,
  /** Whether the app starts at login, which is then not the person's to decide. */
  'gatehouse.start_at_login': yesOrNo,
  /** Who manages this machine, by name. */
  'gatehouse.organization': organization,
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
  const parsed = settingSchemas[name].safeParse(found);
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
