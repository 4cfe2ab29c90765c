/** The words that a key may have in the place of a text, whichever they are. */
const words: Readonly<Record<string, readonly string[]>> = {
  approval_policy: ['on-failure', 'on-request', 'never'],
  approvals_reviewer: ['user', 'auto_review', 'guardian_subagent'],
  sandbox_mode: ['read-only', 'workspace-write', 'danger-full-access'],
  model_reasoning_summary: ['auto', 'concise', 'detailed', 'none'],
  model_verbosity: ['low', 'medium', 'high'],
  personality: ['none', 'friendly', 'pragmatic'],
  web_search: ['disabled', 'cached', 'indexed', 'live'],
  'windows.sandbox': ['elevated', 'unelevated', 'mxc'],
  forced_login_method: ['api', 'chatgpt'],
  cli_auth_credentials_store: ['file', 'auto', 'ephemeral'],
  model_auto_compact_token_limit_scope: ['total', 'body_after_prefix'],
  mcp_oauth_credentials_store: ['auto', 'file', 'keyring'],
  file_opener: ['vscode', 'vscode-insiders', 'windsurf', 'cursor', 'none'],
  'projects."/a".trust_level': ['trusted', 'untrusted'],
  'history.persistence': ['save-all', 'none'],
  'shell_environment_policy.inherit': ['core', 'all', 'none'],
  'tui.notification_method': ['auto', 'osc9', 'osc777', 'bel'],
  'tui.notification_condition': ['unfocused', 'always'],
  'tui.alternate_screen': ['auto', 'always', 'never'],
  'tui.session_picker_view': ['comfortable', 'dense'],
  'otel.exporter': ['none', 'statsig'],
  model_provider: ['openai', 'ollama', 'lmstudio'],
};

/** Every key that is known, each with a value that Codex takes. */
const everyKey = `
model = "m"
approvals_reviewer = "user"
model_reasoning_effort = "high"
plan_mode_reasoning_effort = "low"
service_tier = "flex"
oss_provider = "ollama"
include_permissions_instructions = true
include_apps_instructions = true
include_environment_context = true
include_collaboration_mode_instructions = true
experimental_use_unified_exec_tool = true
forced_chatgpt_workspace_id = ["a", "b"]
chatgpt_base_url = "https://a.example"
openai_base_url = "https://a.example"
review_model = "m"
model_provider = "x"
model_context_window = -5
model_auto_compact_token_limit = 5
tool_output_token_limit = 5
project_doc_max_bytes = 0
project_doc_fallback_filenames = ["a"]
project_root_markers = [".git"]
background_terminal_max_timeout = 5
mcp_oauth_callback_port = 65535
mcp_oauth_callback_url = "http://a.example"
developer_instructions = "a"
instructions = "a"
compact_prompt = "a"
log_dir = "/tmp"
sqlite_home = "/tmp"
hide_agent_reasoning = true
show_raw_agent_reasoning = true
disable_paste_burst = true
check_for_update_on_startup = true
allow_login_shell = true
suppress_unstable_features_warning = true
notify = ["a"]
disable_response_storage = true
preferred_auth_method = "chatgpt"
windows_wsl_setup_acknowledged = true
model_supports_reasoning_summaries = true

[features]
zzz = true

[analytics]
enabled = true

[tools]
web_search = true
view_image = true

[profiles.p]
model = "m"
model_provider = "x"
chatgpt_base_url = "https://a.example"

[model_providers.x]
name = "n"
base_url = "http://a"
env_key = "A"
env_key_instructions = "a"
wire_api = "responses"
query_params = { a = "b" }
http_headers = { a = "b" }
env_http_headers = { a = "b" }
request_max_retries = 5
stream_max_retries = 5
stream_idle_timeout_ms = 5
websocket_connect_timeout_ms = 5
requires_openai_auth = false
supports_websockets = true

[model_providers.y]
name = "n"
experimental_bearer_token = "a"

[mcp_servers.of_this_machine]
command = "a"
args = ["b"]
env = { A = "b" }
env_vars = ["A"]
cwd = "/tmp"
name = "a"
enabled = true
required = true
startup_timeout_sec = 1.5
tool_timeout_sec = 1000000
enabled_tools = ["a"]
disabled_tools = ["b"]
scopes = ["a"]
default_tools_approval_mode = "auto"
supports_parallel_tool_calls = true

[mcp_servers.of_this_machine.tools.a]
approval_mode = "prompt"
[mcp_servers.of_this_machine.tools.b]
approval_mode = "writes"
[mcp_servers.of_this_machine.tools.c]
approval_mode = "approve"
[mcp_servers.of_this_machine.tools.d]
approval_mode = "auto"

[mcp_servers.on_the_web]
url = "http://a"
bearer_token_env_var = "A"
http_headers = { a = "b" }
env_http_headers = { a = "B" }
oauth_resource = "a"
startup_timeout_ms = 5

[feedback]
enabled = true

[audio]
microphone = "a"
speaker = "b"

[history]
max_bytes = 0

[sandbox_workspace_write]
writable_roots = ["/tmp"]
network_access = true
exclude_tmpdir_env_var = true
exclude_slash_tmp = true

[shell_environment_policy]
ignore_default_excludes = true
exclude = ["A"]
include_only = ["B"]
set = { A = "b" }
experimental_use_profile = true

[tui]
notifications = true
animations = true
show_tooltips = true
vim_mode_default = true
raw_output_mode = true
status_line = ["model"]
status_line_use_colors = true
terminal_title = ["model"]
theme = "a"
model_availability_nux = { a = 4294967295 }

[notice]
hide_full_access_warning = true
hide_world_writable_warning = true
hide_rate_limit_model_nudge = true
hide_gpt5_1_migration_prompt = true
"hide_gpt-5.1-codex-max_migration_prompt" = true
fast_default_opt_out = true
model_migrations = { a = "b" }

[memories]
generate_memories = true
use_memories = true
disable_on_external_context = true

[agents]
max_threads = 1
enabled = true

[ghost_snapshot]
ignore_large_untracked_files = -5
ignore_large_untracked_dirs = 5
disable_warnings = true

[otel]
environment = "a"
log_user_prompt = true

[skills]
include_instructions = true

[plugins."a@b"]
enabled = true

[marketplaces.b]
last_updated = "2026-01-22T00:00:00Z"
last_revision = "a"
source_type = "git"
source = "https://a.example/b.git"
ref = "main"
sparse_paths = ["a"]

[marketplaces.c]
source_type = "local"
source = "/tmp"

[gatehouse]
allow_export = true
`;

/** A file in which each key has the word of this number, or its last one. */
const wordsOfNumber = (number: number): string =>
  Object.entries(words)
    .map(([key, all]) => `${key} = "${all[number] ?? all.at(-1) ?? ''}"`)
    .join('\n');

/** Files of settings by their short names. */
export type ConfigFiles = {
  readonly user?: string;
  readonly managed?: string;
  readonly system?: string;
  readonly requirements?: string;
};

/**
 * Configurations, and what comes of them: what the Codex CLI does with them, and what is
 * known without it. Seen with Codex CLI 0.171.0, which
 * `e2e/command-line/config-check.spec.ts` asks again.
 */
export interface ConfigCase {
  readonly name: string;
  readonly files: ConfigFiles;
  readonly isLoaded: boolean;
  /** The doubt without the CLI; null for none. What it loads may be doubted, and never the reverse. */
  readonly without: 'config' | 'unproven' | null;
  /** Where the mistake is, as `file:line`; left out where that does not matter. */
  readonly at?: string;
}

const loaded = (
  name: string,
  files: ConfigFiles,
  without: ConfigCase['without'] = null,
): ConfigCase => ({ name, files, isLoaded: true, without });

const refused = (
  name: string,
  files: ConfigFiles,
  at?: string,
  without: ConfigCase['without'] = 'config',
): ConfigCase => ({ name, files, isLoaded: false, without, ...(at === undefined ? {} : { at }) });

export const configCases: readonly ConfigCase[] = [
  loaded('no file at all', {}),
  loaded('a provider of one\u2019s own', {
    user: 'model_provider = "x"\n[model_providers.x]\nname = "n"\nbase_url = "http://a"\nwire_api = "responses"',
  }),
  loaded('a provider of Codex itself', { user: 'model_provider = "ollama"' }),
  loaded(
    'a provider of a cloud',
    { user: '[model_providers.amazon-bedrock.aws]\nprofile = "p"' },
    'unproven',
  ),
  loaded('the terminal interface', {
    user: '[tui]\nnotifications = ["agent-turn-complete"]\ntheme = "zzz"\nstatus_line = ["model"]',
  }),
  loaded(
    'a key of the terminal interface that is not known',
    { user: '[tui]\nzzz = 5' },
    'unproven',
  ),
  loaded('notices', {
    user: '[notice]\nhide_full_access_warning = true\n[notice.model_migrations]\n"gpt-5" = "gpt-5.5"',
  }),
  loaded('an environment for shells', {
    user: '[shell_environment_policy]\ninherit = "core"\nset = { A = "b" }',
  }),
  loaded(
    'features that are tables',
    { user: '[features]\nmulti_agent_v2 = { enabled = true }' },
    'unproven',
  ),
  loaded('a feature that nobody knows', { user: '[features]\nzzz = true' }),
  loaded('a plugin and its market', {
    user: '[plugins."a@b"]\nenabled = true\n[marketplaces.b]\nsource_type = "git"\nsource = "https://a.example/b.git"',
  }),
  loaded(
    'approvals one by one',
    {
      user: 'approval_policy = { granular = { sandbox_approval = true, rules = true, mcp_elicitations = true } }',
    },
    'unproven',
  ),
  loaded('a server on the web', {
    user: '[mcp_servers.x]\nurl = "http://a"\nbearer_token_env_var = "A"\n[mcp_servers.x.tools.t]\napproval_mode = "approve"',
  }),
  loaded('keys of former versions', {
    user: 'disable_response_storage = true\npreferred_auth_method = "chatgpt"\n[tools]\nview_image = true',
  }),
  loaded('a former key of another kind', { user: 'disable_response_storage = 5' }, 'unproven'),
  loaded('a project', {
    user: '[projects."/a"]\ntrust_level = "untrusted"\n[history]\nmax_bytes = 5',
  }),
  loaded('a list in the place of a table', { user: 'history = []' }, 'unproven'),
  loaded('an empty file', { managed: '' }),
  loaded('rules alone', { managed: 'forced_login_method = "chatgpt"' }),
  loaded('our own table', { managed: '[gatehouse]\nallow_export = 5' }),
  loaded('a model', { user: 'model = "m"' }),
  loaded('a server', { user: '[mcp_servers.x]\ncommand = "a"\nargs = ["b"]' }),
  loaded('a trusted project', { user: '[projects."/a"]\ntrust_level = "trusted"' }),
  loaded('a date where a text is wanted', { user: 'model = 2026-01-01' }),
  loaded('an effort that there is not', { user: 'model_reasoning_effort = "zzz"' }),
  loaded('profiles of which none is chosen', { user: '[profiles.x]\nmodel = "a"' }),
  loaded('an unknown key', { user: 'zzz = 5' }, 'unproven'),
  loaded(
    'an unknown key of a server',
    {
      user: '[mcp_servers.x]\ncommand = "a"\nzzz = "b"',
    },
    'unproven',
  ),
  loaded('a bad value that the managed file replaces', {
    user: 'model = 5',
    managed: 'model = "a"',
  }),
  loaded('a bad value of the system that the user replaces', {
    system: 'approval_policy = "sometimes"',
    user: 'approval_policy = "never"',
  }),
  loaded('a table in the place of which a text is put', {
    user: 'model = { a = 1 }',
    managed: 'model = "b"',
  }),
  loaded('a bad command that the managed file replaces', {
    user: '[mcp_servers.x]\ncommand = 5',
    managed: '[mcp_servers.x]\ncommand = "a"',
  }),
  loaded('a requirement in a config', { user: 'allowed_login_methods = 5' }),
  loaded('a rule of a config in the requirements', { requirements: 'forced_login_method = "x"' }),
  loaded('allowed sandboxes', { requirements: 'allowed_sandbox_modes = ["read-only"]' }),
  loaded('an address that is none', { user: 'chatgpt_base_url = ""' }),

  ...['first', 'second', 'third', 'fourth', 'fifth'].map((nth, number) =>
    loaded(`the ${nth} of all words`, { user: wordsOfNumber(number) }),
  ),

  loaded('every key that is known', { user: everyKey }),

  refused('no syntax', { managed: 'forced_login_method = "api"\na = [' }, 'managed:2'),
  refused('no syntax in the weakest place', { system: 'a = [', user: 'a = 1' }, 'system:1'),
  refused('no syntax in the requirements', { requirements: 'a = [' }, 'requirements:1'),
  refused('a number of 20 digits', { managed: 'x = 99999999999999999999' }, 'managed:1'),
  refused('a day that there is not', { user: '\nx = 2026-02-30' }, 'user:2'),
  refused('a number too large', { user: 'x = 1e400' }, 'user:1'),
  refused('a number as the model', { user: '# why\nmodel = 5' }, 'user:2'),
  refused('a list as the model', { user: 'model = ["a"]' }, 'user:1'),
  refused('an approval that there is not', { user: 'approval_policy = "sometimes"' }, 'user:1'),
  ...(['user', 'managed', 'system'] as const).map((place) =>
    refused(
      `a former approval in the ${place} file`,
      { [place]: 'approval_policy = "untrusted"' },
      `${place}:1`,
    ),
  ),
  loaded('a former approval in a profile', {
    user: '[profiles.x]\napproval_policy = "untrusted"',
  }),
  loaded('a former approval that the user replaces', {
    system: 'approval_policy = "untrusted"',
    user: 'approval_policy = "never"',
  }),
  loaded('all approvals in the requirements', {
    requirements: 'allowed_approval_policies = ["untrusted", "on-failure", "on-request", "never"]',
  }),
  loaded('all sandboxes in the requirements', {
    requirements:
      'allowed_sandbox_modes = ["read-only", "workspace-write", "danger-full-access", "external-sandbox"]',
  }),
  loaded('all methods and a store in the requirements', {
    requirements:
      'allowed_login_methods = ["api", "chatgpt"]\ncli_auth_credentials_store = "ephemeral"',
  }),
  refused(
    'a number as an address in the requirements',
    {
      requirements: 'chatgpt_base_url = 5',
    },
    'requirements:1',
  ),
  refused(
    'a store in the requirements',
    { requirements: 'cli_auth_credentials_store = "x"' },
    'requirements:1',
  ),
  refused(
    'a switch where a table is wanted',
    { user: '[tools]\nexperimental_request_user_input = true' },
    'user:2',
  ),
  loaded('a table of a tool', { user: '[tools.experimental_request_user_input]' }, 'unproven'),
  refused('a sandbox that there is not', { user: 'sandbox_mode = "none"' }, 'user:1'),
  refused('a number as a command', { user: '[mcp_servers.x]\ncommand = 5' }),
  refused('a server of nothing', { user: '[mcp_servers.x]' }),
  refused('a number as all servers', { user: 'mcp_servers = 5' }, 'user:1'),
  refused('a switch that is no switch', { user: '[features]\nx = 5' }, 'user:2'),
  refused('no trust level', { user: '[projects."/a"]\ntrust_level = "some"' }, 'user:2'),
  refused(
    'a bad value above a good one',
    { managed: 'model = 5', user: 'model = "a"' },
    'managed:1',
  ),
  refused('a profile', { user: 'model = "m"\nprofile = "work"' }, 'user:2'),
  refused('an empty profile', { user: 'profile = ""' }, 'user:1'),
  refused('a profile of the administrator', { managed: 'profile = "work"' }, 'managed:1'),
  refused('a profile of the system', { system: 'profile = "work"' }, 'system:1'),
  refused('a number as the profile', { user: 'profile = 5' }, 'user:1'),
  refused('a store that there is not', { user: 'cli_auth_credentials_store = "x"' }, 'user:1'),
  refused('a forced method that there is not', { user: 'forced_login_method = "Api"' }, 'user:1'),
  refused(
    'a sandbox in the requirements',
    {
      requirements: '\nallowed_sandbox_modes = ["nope"]',
    },
    'requirements:2',
  ),
  refused(
    'sandboxes without the least one',
    {
      requirements: 'allowed_sandbox_modes = ["workspace-write"]',
    },
    'requirements:1',
  ),
  refused(
    'an approval in the requirements',
    {
      requirements: 'allowed_approval_policies = ["x"]',
    },
    'requirements:1',
  ),
  refused(
    'a method in the requirements',
    {
      requirements: 'allowed_login_methods = ["both"]',
    },
    'requirements:1',
  ),
  refused(
    'a server without identity in the requirements',
    {
      requirements: '[mcp_servers.x]',
    },
    'requirements:1',
    'unproven',
  ),
  refused('a color that is a number', { user: '[tui]\ntheme = 5' }, 'user:2'),
  refused('a provider that is not there', { user: 'model_provider = "nope"' }),
  refused('a provider without a name', { user: '[model_providers.x]\nbase_url = "http://a"' }),
  refused('a provider by the name of one of Codex', {
    user: '[model_providers.openai]\nname = "n"',
  }),
  refused('a former way to ask a model', {
    user: '[model_providers.x]\nname = "n"\nwire_api = "chat"',
  }),
  refused('a server of two kinds', { user: '[mcp_servers.x]\ncommand = "a"\nurl = "http://a"' }),
  refused('a server with what belongs to another kind', {
    user: '[mcp_servers.x]\nurl = "http://a"\nargs = ["b"]',
  }),
  refused('a time before now', {
    user: '[mcp_servers.x]\ncommand = "a"\nstartup_timeout_sec = -1',
  }),
  loaded(
    'a time of more than a million seconds',
    { user: '[mcp_servers.x]\ncommand = "a"\nstartup_timeout_sec = 1000001' },
    'unproven',
  ),
  loaded(
    'a time that no number holds exactly',
    { user: '[mcp_servers.x]\ncommand = "a"\ntool_timeout_sec = 9007199254740993' },
    'unproven',
  ),
  refused('an effort without a word', { user: 'model_reasoning_effort = ""' }),
  refused('a profile with a bad value', { user: '[profiles.x]\napproval_policy = "sometimes"' }),
  refused('a notification that is none', { user: '[tui]\nnotifications = "zzz"' }),
  refused('a port that there is not', { user: 'mcp_oauth_callback_port = 70000' }),
  refused('no threads', { user: '[agents]\nmax_threads = 0' }),
  refused('a market of no kind', { user: '[marketplaces.x]\nsource_type = "zzz"' }),
  refused(
    'instructions that are not there',
    { user: 'model_instructions_file = "/nowhere"' },
    undefined,
    'unproven',
  ),
  refused(
    'permissions that are not there',
    { user: 'default_permissions = "zzz"' },
    undefined,
    'unproven',
  ),
];
