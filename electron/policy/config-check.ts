import { z } from 'zod';

import type { Family } from './layers.ts';
import { policyNames } from './policy-keys.ts';
import { readLayer, type ReadLayer } from './policy-sources.ts';
import type { Withheld } from './verdict.ts';
import type { Settings } from './settings.ts';
import { keyText, type KeyPath } from './strange-keys.ts';
import { isTable, memberOf, tablesIn } from './toml-table.ts';

/** Why Codex does not load a configuration, or why nobody can tell that it does. */
export type LoadDoubt = Extract<Withheld, { because: 'config' | 'unproven' }>;

/**
 * Whether Codex loads the configuration of this machine, as far as that can be told without
 * asking it: null where it surely does. Syntax counts in every place, values in what the
 * places come to together. What stands there and is not known here is a doubt, for it may be
 * known to the Codex CLI that is installed.
 *
 * Source: seen with Codex CLI 0.171.0, in `e2e/command-line/config-check.spec.ts`.
 */
export function checkConfig(settings: Settings): LoadDoubt | null {
  const layers = settings.layers.map((layer) => readLayer(layer, settings));
  for (const layer of layers) {
    const doubt = unknownIn(layer);
    if (doubt) return doubt;
  }
  return checkFamily(layers, 'config') ?? checkFamily(layers, 'requirements');
}

function unknownIn({ place, document }: ReadLayer): LoadDoubt | null {
  if (document?.kind !== 'unknown') return null;
  const { message, position } = document;
  return position === null
    ? { because: 'unproven', message: `${place} cannot be read: ${message}` }
    : { because: 'config', message, place: { source: place, ...position } };
}

function checkFamily(layers: readonly ReadLayer[], family: Family): LoadDoubt | null {
  const strongestFirst = layers.filter((layer) => layer.family === family);
  const tables = strongestFirst.flatMap(({ document }) =>
    document?.kind === 'table' ? [document.table] : [],
  );
  const merged = tables.reduceRight<unknown>(mergedWith, {});
  // The schemas pass over this name.
  if (tablesIn(merged).some(({ table }) => Object.hasOwn(table, '__proto__'))) {
    return { because: 'unproven', message: 'whether Codex takes __proto__ is not known' };
  }
  const { success, error } = schemas[family].safeParse(merged);
  if (success) return null;
  const wrong = error.issues.find(({ code }) => code !== 'unrecognized_keys');
  if (wrong) {
    const path = wrong.path.filter((name) => typeof name === 'string');
    const message =
      wrong.message === legacyProfile
        ? legacyProfile
        : `${keyText(path)} has a value that Codex does not take`;
    return { because: 'config', message, place: placeOf(path, strongestFirst) };
  }
  const [unknown] = error.issues;
  const names = unknown?.code === 'unrecognized_keys' ? unknown.keys.slice(0, 1) : [];
  const path = [...(unknown?.path ?? []).filter((name) => typeof name === 'string'), ...names];
  const message = `whether Codex takes ${keyText(path)} is not known`;
  return { because: 'unproven', message };
}

/** Tables are joined, key by key; everything else replaces what is weaker. */
function mergedWith(weaker: unknown, stronger: unknown): unknown {
  if (!isTable(weaker) || !isTable(stronger)) return stronger;
  const merged = new Map(Object.entries(weaker));
  for (const [name, value] of Object.entries(stronger)) {
    merged.set(name, merged.has(name) ? mergedWith(merged.get(name), value) : value);
  }
  return Object.fromEntries(merged);
}

/** The key that no value of helps: Codex stops at `profile`, which many an old file has. */
export function legacyProfileIn(settings: Settings): LoadDoubt | null {
  const layers = settings.layers
    .filter(({ family }) => family === 'config')
    .map((layer) => readLayer(layer, settings));
  const place = placeOf(['profile'], layers);
  return place === null ? null : { because: 'config', message: legacyProfile, place };
}

type Place = Extract<LoadDoubt, { because: 'config' }>['place'];

/** Where a value stands that counts, or the table around it. */
export function placeOf(path: KeyPath, strongestFirst: readonly ReadLayer[]): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const layer = strongestFirst.find(
      ({ document }) =>
        document?.kind === 'table' && part.reduce(memberOf, document.table) !== undefined,
    );
    if (layer === undefined) continue;
    const position = layer.positionOf(part);
    return { source: layer.place, line: position?.line ?? null, column: position?.column ?? null };
  }
  return null;
}

const legacyProfile = 'profile is no longer supported; choose one with "codex --profile" instead';

// Where a text is wanted, Codex takes a date as well.
const text = z.union([z.string(), z.date()]);
const yesOrNo = z.boolean();
const whole = z.union([z.int().nonnegative(), z.bigint().nonnegative()]);
const signed = z.union([z.int(), z.bigint()]);
const seconds = z.number().min(0).max(1e6);
const texts = z.array(text);
const methods = z.enum(['api', 'chatgpt']);
const stores = z.enum(['file', 'keyring', 'auto', 'ephemeral']);
const approval = z.enum(['untrusted', 'on-failure', 'on-request', 'never']);
const sandboxes = ['read-only', 'workspace-write', 'danger-full-access'] as const;
const switches = z.record(z.string(), yesOrNo);
const textsByName = z.record(z.string(), text);

const mcpOptions = {
  enabled: yesOrNo.optional(),
  required: yesOrNo.optional(),
  startup_timeout_sec: seconds.optional(),
  tool_timeout_sec: seconds.optional(),
  enabled_tools: texts.optional(),
  disabled_tools: texts.optional(),
};
const mcpServer = z.union([
  z.strictObject({
    command: text,
    args: texts.optional(),
    env: textsByName.optional(),
    cwd: text.optional(),
    ...mcpOptions,
  }),
  z.strictObject({
    url: text,
    bearer_token_env_var: text.optional(),
    http_headers: textsByName.optional(),
    ...mcpOptions,
  }),
]);

/** Rules that have no meaning in a family are no keys of it for Codex, whatever they hold. */
const ignored = Object.fromEntries(
  [...policyNames.filter((name) => !name.includes('.')), 'gatehouse'].map((name) => [
    name,
    z.unknown(),
  ]),
);

const config = z
  .strictObject({
    ...ignored,
    profile: z.never(legacyProfile),
    forced_login_method: methods,
    forced_chatgpt_workspace_id: z.union([z.string().regex(/^[^,]*$/), z.array(z.string())]),
    cli_auth_credentials_store: stores,
    chatgpt_base_url: text,
    openai_base_url: text,
    model: text,
    review_model: text,
    model_provider: z.literal('openai'),
    model_reasoning_effort: text,
    model_reasoning_summary: z.enum(['auto', 'concise', 'detailed', 'none']),
    model_verbosity: z.enum(['low', 'medium', 'high']),
    model_context_window: signed,
    model_auto_compact_token_limit: signed,
    tool_output_token_limit: whole,
    project_doc_max_bytes: whole,
    approval_policy: approval,
    sandbox_mode: z.enum(sandboxes),
    developer_instructions: text,
    instructions: text,
    file_opener: z.enum(['vscode', 'vscode-insiders', 'windsurf', 'cursor', 'none']),
    mcp_oauth_credentials_store: z.enum(['auto', 'file', 'keyring']),
    personality: z.enum(['none', 'friendly', 'pragmatic']),
    hide_agent_reasoning: yesOrNo,
    show_raw_agent_reasoning: yesOrNo,
    disable_paste_burst: yesOrNo,
    check_for_update_on_startup: yesOrNo,
    allow_login_shell: yesOrNo,
    notify: texts,
    features: switches,
    projects: z.record(
      z.string(),
      z.strictObject({ trust_level: z.enum(['trusted', 'untrusted']).optional() }),
    ),
    sandbox_workspace_write: z
      .strictObject({
        writable_roots: texts,
        network_access: yesOrNo,
        exclude_tmpdir_env_var: yesOrNo,
        exclude_slash_tmp: yesOrNo,
      })
      .partial(),
    history: z
      .strictObject({ persistence: z.enum(['save-all', 'none']), max_bytes: whole })
      .partial(),
    mcp_servers: z.record(z.string(), mcpServer),
  })
  .partial();

const requirements = z
  .strictObject({
    ...ignored,
    allowed_login_methods: z.array(methods),
    allowed_chatgpt_workspaces: z.array(z.string()),
    cli_auth_credentials_store: stores,
    chatgpt_base_url: z.string(),
    allowed_sandbox_modes: z
      .array(z.enum([...sandboxes, 'external-sandbox']))
      .refine((modes) => modes.includes('read-only')),
    allowed_approval_policies: z.array(approval).min(1),
    features: switches,
  })
  .partial();

const schemas = { config, requirements } as const satisfies Record<Family, z.ZodType>;
