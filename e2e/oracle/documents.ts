import type { Random } from './random.ts';
import type { Rules } from './rules.ts';

/** The files that Codex reads at every start; `user` is config.toml of its folder, the others lie in /etc/codex. */
const fileNames = ['user', 'config.toml', 'managed_config.toml', 'requirements.toml'] as const;
export type FileName = (typeof fileNames)[number];

/** Texts of the files that are there. */
export type Documents = Readonly<Partial<Record<FileName, string>>>;

/** Where rules of config.toml stand, and what stands against them; requirements have one place only. */
export const sourceKinds = [
  'user',
  'system',
  'managed',
  'managed before user',
  'user before system',
  'managed before system',
  'a blank before the rule',
  'divided',
  'misplaced',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Lines of each file, the rules alone. */
export type Lines = Readonly<Record<FileName, readonly string[]>>;

/** Puts rules into files. */
export function placeRules({ config, requirements }: Rules, source: SourceKind): Lines {
  const lines = { user: [], 'config.toml': [], 'managed_config.toml': [] } as const;
  const place = (more: Partial<Lines>): Lines => ({
    ...lines,
    'requirements.toml': requirements,
    ...more,
  });
  const [first = '', ...others] = config;
  switch (source) {
    case 'user':
      return place({ user: config });
    case 'system':
      return place({ 'config.toml': config });
    case 'managed':
      return place({ 'managed_config.toml': config });
    case 'managed before user':
      return place({ 'managed_config.toml': config, user: beaten });
    case 'user before system':
      return place({ user: config, 'config.toml': beaten });
    case 'managed before system':
      return place({ 'managed_config.toml': config, 'config.toml': beaten });
    case 'a blank before the rule':
      return place({ 'config.toml': config, user: ['forced_chatgpt_workspace_id = ""'] });
    case 'divided':
      return place({ 'managed_config.toml': others, user: [first] });
    case 'misplaced':
      return place({ 'managed_config.toml': requirements, 'requirements.toml': config });
  }
}

/** Rules of a weaker place, which a stronger one replaces where it has the same key. */
const beaten = ['forced_login_method = "api"', 'forced_chatgpt_workspace_id = ["X", "Y"]'];

interface Fault {
  /** The files that it can be in; one of them is drawn. */
  readonly in: readonly FileName[];
  /** Makes the text of the file from the lines that it has; null leaves them as they are. */
  readonly text: (rules: string) => string;
  /** What a stronger file says, where the fault is in a weaker one. */
  readonly replacedBy?: string;
}

const everywhere = fileNames;
const inConfig = ['user', 'config.toml', 'managed_config.toml'] as const;
const inRequirements = ['requirements.toml'] as const;
const first = (line: string) => (text: string) => `${line}\n${text}`;
const last = (lines: string) => (text: string) => `${text}\n${lines}\n`;

/** What else is in the files: faults of every kind, and what looks like one and is none. */
export const faults = {
  none: { in: everywhere, text: (text) => text },
  'a syntax error': { in: everywhere, text: last('x = = 1') },
  'a line without a value': { in: everywhere, text: first('model =') },
  'a table that does not end': { in: everywhere, text: last('[tools') },
  'a key twice': { in: everywhere, text: first('model = "a"\nmodel = "b"') },
  'twenty digits': { in: everywhere, text: first('some_number = 12345678901234567890') },
  'a number beyond all floats': { in: everywhere, text: first('some_number = 1e400') },
  'a day that there is not': { in: everywhere, text: first('some_day = 2026-02-30') },
  'an hour that there is not': { in: everywhere, text: first('some_time = 25:00:00') },
  'nesting of 60': { in: everywhere, text: first(`deep = ${'['.repeat(60)}${']'.repeat(60)}`) },
  'nesting of 200': { in: everywhere, text: first(`deep = ${'['.repeat(200)}${']'.repeat(200)}`) },
  'a byte order mark': { in: everywhere, text: (text) => `\uFEFF${text}` },
  'two byte order marks': { in: everywhere, text: (text) => `\uFEFF\uFEFF${text}` },
  'lines that end with CR LF': { in: everywhere, text: (text) => text.replaceAll('\n', '\r\n') },
  'lines that end with CR': { in: everywhere, text: (text) => `# x\r${text}` },
  'more than 1 MiB': { in: everywhere, text: first(`# ${'x'.repeat(80)}\n`.repeat(13_000)) },
  'a model of a wrong type': { in: inConfig, text: first('model = 5') },
  'a wrong type that a stronger file replaces': {
    in: ['config.toml', 'user'],
    text: first('model = 5'),
    replacedBy: 'model = "gpt-5"',
  },
  'a syntax error beside a stronger file': {
    in: ['config.toml', 'user'],
    text: first('model = = 5'),
    replacedBy: 'model = "gpt-5"',
  },
  'an unknown approval policy': { in: inConfig, text: first('approval_policy = "sometimes"') },
  'an unknown sandbox': { in: inConfig, text: first('sandbox_mode = "nope"') },
  'a legacy profile': {
    in: inConfig,
    text: (text) => `profile = "work"\n${text}\n[profiles.work]\nmodel = "gpt-5"\n`,
  },
  'a table of profiles alone': { in: inConfig, text: last('[profiles.work]\nmodel = "gpt-5"') },
  'an MCP server of a wrong type': { in: inConfig, text: last('[mcp_servers.x]\ncommand = 5') },
  'an MCP server': { in: inConfig, text: last('[mcp_servers.x]\ncommand = "true"') },
  'a provider of a wrong type': { in: inConfig, text: last('[model_providers.x]\nname = 5') },
  'a feature of a wrong type': { in: inConfig, text: last('[features]\nweb_search = "yes"') },
  'an unknown store': { in: inConfig, text: first('cli_auth_credentials_store = "nope"') },
  'a store in memory': { in: inConfig, text: first('cli_auth_credentials_store = "ephemeral"') },
  'keys that nobody knows': {
    in: everywhere,
    text: (text) => `future_key = 1\n${text}\n[future.table]\nx = true\n`,
  },
  'a table before the rules': { in: everywhere, text: first('[tools]') },
  'a deep table before the rules': { in: everywhere, text: first('[a.b.c.d.e]') },
  'a list of tables before the rules': { in: everywhere, text: first('[[hooks_of_mine]]') },
  'an unknown sandbox in the requirements': {
    in: inRequirements,
    text: first('allowed_sandbox_modes = ["nope"]'),
  },
  'known sandboxes in the requirements': {
    in: inRequirements,
    text: first('allowed_sandbox_modes = ["read-only", "workspace-write"]'),
  },
  'an MCP server without identity in the requirements': {
    in: inRequirements,
    text: last('[mcp_servers.x]\ncommand = "true"'),
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultKind = keyof typeof faults;

/** The texts of the files, with one fault in one of them. */
export function documentsWith(
  lines: Lines,
  kind: FaultKind,
  random: Random,
): { readonly documents: Documents; readonly faultIn: FileName | null } {
  const fault: Fault = faults[kind];
  const faultIn = random.pick(fault.in);
  const text = (name: FileName): string => {
    const rules = lines[name].map((line) => `${line}\n`).join('');
    if (name === faultIn) return fault.text(rules);
    return name === 'managed_config.toml' && fault.replacedBy !== undefined
      ? `${fault.replacedBy}\n${rules}`
      : rules;
  };
  const found = fileNames.map((name) => [name, text(name)] as const);
  const documents = Object.fromEntries(found.filter(([, content]) => content !== ''));
  return { documents, faultIn: kind === 'none' ? null : faultIn };
}
