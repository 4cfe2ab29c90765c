import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';

import type { ForcedWorkspaces, LoginMethod } from './login-rules.ts';

/** What Gatehouse reads of a config.toml or managed_config.toml; null where a key is not set. */
export interface ConfigDocument {
  readonly forcedMethod: LoginMethod | null;
  readonly forcedWorkspaces: ForcedWorkspaces | null;
  readonly storeMode: 'file' | 'keyring' | 'auto' | 'ephemeral' | null;
}

/** What Gatehouse reads of a requirements.toml. */
export interface RequirementsDocument {
  readonly allowedMethods: readonly LoginMethod[] | null;
  readonly allowedWorkspaces: readonly string[] | null;
  readonly storeMode: ConfigDocument['storeMode'];
}

export type Read<T> =
  { readonly ok: true; readonly document: T } | { readonly ok: false; readonly message: string };

const commaMessage =
  'forced_chatgpt_workspace_id must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported';

const method = z.enum(['api', 'chatgpt'], { error: 'must be "api" or "chatgpt"' });
const storeMode = z.enum(['file', 'keyring', 'auto', 'ephemeral'], {
  error: 'must be "file", "keyring", "auto" or "ephemeral"',
});

const configSchema = z.looseObject({
  forced_login_method: method.optional(),
  forced_chatgpt_workspace_id: z
    .union([
      z.string().refine((text) => !text.includes(','), { error: commaMessage }),
      z.array(z.string()),
    ])
    .optional(),
  cli_auth_credentials_store: storeMode.optional(),
});

const requirementsSchema = z.looseObject({
  allowed_login_methods: z.array(method).optional(),
  allowed_chatgpt_workspaces: z.array(z.string()).optional(),
  cli_auth_credentials_store: storeMode.optional(),
});

/**
 * Reads the login keys of a config file. Workspace ids are trimmed and blank
 * ones dropped; a blank string counts as not set.
 *
 * Source: codex-rs/core/src/config; messages as in Codex CLI 0.169.0 where it has one.
 */
export function readConfigDocument(toml: string): Read<ConfigDocument> {
  const parsed = parseToml(toml, configSchema);
  if (!parsed.ok) return parsed;
  const { forced_chatgpt_workspace_id: workspaces, ...rest } = parsed.document;
  return {
    ok: true,
    document: {
      forcedMethod: rest.forced_login_method ?? null,
      forcedWorkspaces: workspaces === undefined ? null : normalizeWorkspaces(workspaces),
      storeMode: rest.cli_auth_credentials_store ?? null,
    },
  };
}

/** Reads the login keys of a requirements file; `forced_*` keys have no meaning there. */
export function readRequirementsDocument(toml: string): Read<RequirementsDocument> {
  const parsed = parseToml(toml, requirementsSchema);
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    document: {
      allowedMethods: parsed.document.allowed_login_methods ?? null,
      allowedWorkspaces: parsed.document.allowed_chatgpt_workspaces
        ? withoutBlanks(parsed.document.allowed_chatgpt_workspaces)
        : null,
      storeMode: parsed.document.cli_auth_credentials_store ?? null,
    },
  };
}

function parseToml<T>(toml: string, schema: z.ZodType<T>): Read<T> {
  let table: unknown;
  try {
    table = parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { ok: false, message: `line ${error.line}, column ${error.column} is not valid TOML` };
  }
  const parsed = schema.safeParse(table);
  if (parsed.success) return { ok: true, document: parsed.data };
  const [issue] = parsed.error.issues;
  const key = issue?.path.join('.') ?? '';
  return { ok: false, message: `${key}: ${describeIssue(issue)}` };
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_union') return 'must be a string or a TOML list of strings';
  return issue?.message ?? 'has an unexpected value';
}

function normalizeWorkspaces(value: string | readonly string[]): ForcedWorkspaces | null {
  if (typeof value !== 'string') return { form: 'list', ids: withoutBlanks(value) };
  const id = value.trim();
  return id === '' ? null : { form: 'single', id };
}

function withoutBlanks(ids: readonly string[]): readonly string[] {
  return ids.map((id) => id.trim()).filter((id) => id !== '');
}
