import { z } from 'zod/mini';

import type { Family } from './layers.ts';
import { policyNames, type KeysOf } from './policy-keys.ts';
import { isTable } from './toml-table.ts';

/**
 * What the Codex CLI takes. A value that fails stops Codex, unless it fails with {@link notKnown}
 * or its key is missing in the tables below.
 * Source: seen with Codex CLI 0.171.0, in `e2e/command-line/config-check.spec.ts`.
 */

/** By the messages of the schemas, which nobody reads. */
export const formerProfile = 'former-profile';
export const notKnown = 'not-known';
const notTaken = 'not-taken';

/** A schema that leaves open what Codex makes of some values. */
function doubting(isDoubtful: (value: unknown) => boolean, schema: z.ZodMiniType): z.ZodMiniType {
  return z.unknown().check(
    z.superRefine((value, context) => {
      if (value === undefined) return;
      if (isDoubtful(value)) refuse(context, notKnown);
      else
        for (const issue of schema.safeParse(value).error?.issues ?? [])
          context.addIssue({ ...issue });
    }),
  );
}

function refuse(context: z.core.$RefinementCtx, message: string, path: string[] = []): void {
  context.addIssue({ code: 'custom', message, path });
}

const isDate = (value: unknown): boolean => value instanceof Date;
const isNoTable = (value: unknown): boolean => isDate(value) || Array.isArray(value);

/** Codex takes a list for some tables, by the order of their keys. */
const table = (shape: z.core.$ZodLooseShape): z.ZodMiniType =>
  doubting(isNoTable, z.partial(z.strictObject(shape)));
const named = (value: z.ZodMiniType): z.ZodMiniType =>
  doubting(isNoTable, z.record(z.string(), value));
/** Codex may take a table of one name for one of these words as well. */
const oneOf = (...words: readonly string[]): z.ZodMiniType => doubting(isTable, z.enum(words));

// Where a text is wanted, Codex takes a date as well.
const text = z.union([z.string(), z.date()]);
const place = doubting(isDate, z.string());
const yesOrNo = z.boolean();
const whole = z.union([z.int().check(z.nonnegative()), z.bigint().check(z.nonnegative())]);
const signed = z.union([z.int(), z.bigint()]);
const port = z.int().check(z.minimum(0), z.maximum(65_535));
const seconds = doubting(
  (value) => typeof value === 'bigint' || (typeof value === 'number' && !(value <= 1e6)),
  z.number().check(z.nonnegative()),
);
const texts = z.array(text);
const effort = z.union([z.string().check(z.minLength(1)), z.date()]);
const methods = z.enum(['api', 'chatgpt']);
const stores = z.enum(['file', 'keyring', 'auto', 'ephemeral']);
const approvals = ['untrusted', 'on-failure', 'on-request', 'never'] as const;
const sandboxes = ['read-only', 'workspace-write', 'danger-full-access'] as const;
const toolApproval = oneOf('auto', 'prompt', 'writes', 'approve');
// Some may be a table with more in it.
const switches = named(doubting(isTable, yesOrNo));
const textsByName = named(text);
// Of other versions of Codex, and ignored by this one.
const former = (schema: z.ZodMiniType): z.ZodMiniType =>
  doubting((value) => !schema.safeParse(value).success, schema);

const ofServersHere = ['args', 'env', 'env_vars', 'cwd'];
const ofServersOnTheWeb = [
  'url',
  'bearer_token_env_var',
  'http_headers',
  'env_http_headers',
  'oauth_resource',
];

const mcpServer = table({
  command: text,
  args: texts,
  env: textsByName,
  env_vars: doubting(
    (value) => Array.isArray(value) && value.some((one) => typeof one === 'object'),
    z.array(z.string()),
  ),
  cwd: text,
  url: text,
  bearer_token_env_var: text,
  http_headers: textsByName,
  env_http_headers: textsByName,
  oauth_resource: text,
  name: text,
  enabled: yesOrNo,
  required: yesOrNo,
  startup_timeout_sec: seconds,
  startup_timeout_ms: whole,
  tool_timeout_sec: seconds,
  enabled_tools: texts,
  disabled_tools: texts,
  scopes: texts,
  default_tools_approval_mode: toolApproval,
  supports_parallel_tool_calls: yesOrNo,
  tools: named(table({ approval_mode: toolApproval })),
}).check(
  z.superRefine((server, context) => {
    if (!isTable(server)) return;
    const own = ['command', 'url'].find((name) => Object.hasOwn(server, name));
    const foreign = own === 'command' ? ofServersOnTheWeb : own === 'url' ? ofServersHere : null;
    if (foreign?.every((name) => !Object.hasOwn(server, name))) return;
    refuse(context, notTaken);
  }),
);

const ownProviders = ['openai', 'ollama', 'lmstudio', 'amazon-bedrock'];

const modelProvider = table({
  name: doubting(
    (value) => typeof value === 'string' && value !== '' && value.trim() === '',
    z.union([z.string().check(z.minLength(1)), z.date()]),
  ),
  base_url: text,
  env_key: text,
  env_key_instructions: text,
  experimental_bearer_token: text,
  wire_api: doubting(isDate, z.literal('responses')),
  query_params: textsByName,
  http_headers: textsByName,
  env_http_headers: textsByName,
  request_max_retries: whole,
  stream_max_retries: whole,
  stream_idle_timeout_ms: whole,
  websocket_connect_timeout_ms: whole,
  requires_openai_auth: yesOrNo,
  supports_websockets: yesOrNo,
}).check(
  z.superRefine((provider, context) => {
    if (!isTable(provider) || Object.hasOwn(provider, 'name')) return;
    refuse(context, notTaken);
  }),
);
const modelProviders = doubting(isNoTable, z.record(z.string(), z.unknown())).check(
  z.superRefine((providers, context) => {
    for (const [name, provider] of Object.entries(isTable(providers) ? providers : {})) {
      const path = [name];
      if (name === 'amazon-bedrock') refuse(context, notKnown, path);
      else if (ownProviders.includes(name)) {
        refuse(context, notTaken, path);
      } else {
        const { error } = modelProvider.safeParse(provider);
        for (const issue of error?.issues ?? []) {
          context.addIssue({ ...issue, path: [...path, ...issue.path] });
        }
      }
    }
  }),
);

/** Rules that do not count in a family are no keys of it for Codex, whatever their value. */
const ignored = Object.fromEntries(
  [...policyNames.filter((name) => !name.includes('.')), 'gatehouse'].map((name) => [
    name,
    z.unknown(),
  ]),
);

const ofCodexAlone: Readonly<Record<KeysOf<'codex'>, z.ZodMiniType>> = { chatgpt_base_url: text };

const common = {
  model: text,
  approval_policy: oneOf(...approvals),
  approvals_reviewer: oneOf('user', 'auto_review', 'guardian_subagent'),
  sandbox_mode: oneOf(...sandboxes),
  model_reasoning_effort: effort,
  plan_mode_reasoning_effort: effort,
  model_reasoning_summary: oneOf('auto', 'concise', 'detailed', 'none'),
  model_verbosity: oneOf('low', 'medium', 'high'),
  personality: oneOf('none', 'friendly', 'pragmatic'),
  service_tier: text,
  oss_provider: text,
  web_search: oneOf('disabled', 'cached', 'indexed', 'live'),
  include_permissions_instructions: yesOrNo,
  include_apps_instructions: yesOrNo,
  include_environment_context: yesOrNo,
  include_collaboration_mode_instructions: yesOrNo,
  experimental_use_unified_exec_tool: yesOrNo,
  features: switches,
  analytics: table({ enabled: yesOrNo }),
  windows: table({ sandbox: oneOf('elevated', 'unelevated', 'mxc') }),
  tools: table({
    web_search: doubting((value) => typeof value === 'object', yesOrNo),
    experimental_request_user_input: doubting((value) => typeof value === 'object', z.never()),
    view_image: former(yesOrNo),
  }),
};

const config = z
  .partial(
    z.strictObject({
      ...ignored,
      ...common,
      // "untrusted" is left to profiles and requirements.
      approval_policy: oneOf(...approvals.filter((word) => word !== 'untrusted')),
      profile: z.never(formerProfile),
      profiles: named(table({ ...common, model_provider: text, chatgpt_base_url: text })),
      forced_login_method: methods,
      forced_chatgpt_workspace_id: z.union([
        z.string().check(z.regex(/^[^,]*$/)),
        z.array(z.string()),
      ]),
      cli_auth_credentials_store: stores,
      ...ofCodexAlone,
      openai_base_url: text,
      review_model: text,
      model_provider: text,
      model_providers: modelProviders,
      model_context_window: signed,
      model_auto_compact_token_limit: signed,
      model_auto_compact_token_limit_scope: oneOf('total', 'body_after_prefix'),
      tool_output_token_limit: whole,
      project_doc_max_bytes: whole,
      project_doc_fallback_filenames: texts,
      project_root_markers: texts,
      background_terminal_max_timeout: whole,
      mcp_oauth_callback_port: port,
      mcp_oauth_callback_url: text,
      mcp_oauth_credentials_store: oneOf('auto', 'file', 'keyring'),
      mcp_servers: named(mcpServer),
      developer_instructions: text,
      instructions: text,
      compact_prompt: text,
      log_dir: place,
      sqlite_home: place,
      file_opener: oneOf('vscode', 'vscode-insiders', 'windsurf', 'cursor', 'none'),
      hide_agent_reasoning: yesOrNo,
      show_raw_agent_reasoning: yesOrNo,
      disable_paste_burst: yesOrNo,
      check_for_update_on_startup: yesOrNo,
      allow_login_shell: yesOrNo,
      suppress_unstable_features_warning: yesOrNo,
      notify: texts,
      projects: named(table({ trust_level: oneOf('trusted', 'untrusted') })),
      feedback: table({ enabled: yesOrNo }),
      audio: table({ microphone: text, speaker: text }),
      history: table({ persistence: oneOf('save-all', 'none'), max_bytes: whole }),
      sandbox_workspace_write: table({
        writable_roots: z.array(place),
        network_access: yesOrNo,
        exclude_tmpdir_env_var: yesOrNo,
        exclude_slash_tmp: yesOrNo,
      }),
      shell_environment_policy: table({
        inherit: oneOf('core', 'all', 'none'),
        ignore_default_excludes: yesOrNo,
        exclude: texts,
        include_only: texts,
        set: textsByName,
        experimental_use_profile: yesOrNo,
      }),
      tui: table({
        notifications: z.union([yesOrNo, texts]),
        notification_method: oneOf('auto', 'osc9', 'osc777', 'bel'),
        notification_condition: oneOf('unfocused', 'always'),
        animations: yesOrNo,
        show_tooltips: yesOrNo,
        vim_mode_default: yesOrNo,
        raw_output_mode: yesOrNo,
        alternate_screen: oneOf('auto', 'always', 'never'),
        status_line: texts,
        status_line_use_colors: yesOrNo,
        terminal_title: texts,
        theme: text,
        session_picker_view: oneOf('comfortable', 'dense'),
        model_availability_nux: named(z.uint32()),
      }),
      notice: table({
        hide_full_access_warning: yesOrNo,
        hide_world_writable_warning: yesOrNo,
        hide_rate_limit_model_nudge: yesOrNo,
        hide_gpt5_1_migration_prompt: yesOrNo,
        'hide_gpt-5.1-codex-max_migration_prompt': yesOrNo,
        fast_default_opt_out: yesOrNo,
        model_migrations: textsByName,
      }),
      memories: table({
        generate_memories: yesOrNo,
        use_memories: yesOrNo,
        disable_on_external_context: yesOrNo,
      }),
      agents: table({
        max_threads: z.union([z.int().check(z.positive()), z.bigint().check(z.positive())]),
        enabled: yesOrNo,
      }),
      ghost_snapshot: table({
        ignore_large_untracked_files: signed,
        ignore_large_untracked_dirs: signed,
        disable_warnings: yesOrNo,
      }),
      otel: table({
        environment: text,
        log_user_prompt: yesOrNo,
        exporter: oneOf('none', 'statsig'),
      }),
      skills: table({ include_instructions: yesOrNo }),
      plugins: named(table({ enabled: yesOrNo })),
      marketplaces: named(
        table({
          last_updated: text,
          last_revision: text,
          source_type: oneOf('git', 'local'),
          source: text,
          ref: text,
          sparse_paths: texts,
        }),
      ),
      disable_response_storage: former(yesOrNo),
      preferred_auth_method: former(z.string()),
      windows_wsl_setup_acknowledged: former(yesOrNo),
      model_supports_reasoning_summaries: former(yesOrNo),
    }),
  )
  .check(
    z.superRefine((found, context) => {
      const { model_provider: chosen, model_providers: own } = found;
      if (typeof chosen !== 'string' || ownProviders.includes(chosen)) return;
      if (isTable(own) && Object.hasOwn(own, chosen)) return;
      refuse(context, notTaken, ['model_provider']);
    }),
  );

const requirements = z.partial(
  z.strictObject({
    ...ignored,
    allowed_login_methods: z.array(methods),
    allowed_chatgpt_workspaces: z.array(z.string()),
    cli_auth_credentials_store: stores,
    chatgpt_base_url: z.string(),
    allowed_sandbox_modes: z
      .array(z.enum([...sandboxes, 'external-sandbox']))
      .check(z.refine((modes) => modes.includes('read-only'))),
    allowed_approval_policies: z.array(z.enum(approvals)).check(z.minLength(1)),
    features: switches,
  }),
);

/** By family, for all its places taken together. */
export const configSchemas = { config, requirements } as const satisfies Record<
  Family,
  z.ZodMiniType
>;
