import type { CacheKind, Cloud } from './cloud.ts';
import type { Groups } from './groups.ts';
import type { Random } from './random.ts';
import type { Rules } from './rules.ts';

/** The files that Codex reads at every start; `user` is config.toml of its folder, the others lie in /etc/codex. */
const fileNames = ['user', 'config.toml', 'managed_config.toml', 'requirements.toml'] as const;
export type FileName = (typeof fileNames)[number];

/** Texts of the files that are there. */
export type Documents = Readonly<Partial<Record<FileName, string>>>;

/** Where rules of config.toml stand, and what stands against them; requirements have one place only. */
export const sourceGroups = {
  user: ['user'],
  system: ['system'],
  managed: ['managed'],
  'managed before another': ['managed before user', 'managed before system'],
  'user before system': ['user before system'],
  'divided or blank': ['a blank before the rule', 'divided'],
  misplaced: ['misplaced', 'cloud, misplaced'],
  cloud: ['cloud', 'cloud in two documents', 'cloud before system'],
  'cloud behind another': ['user before cloud', 'managed before cloud'],
  'cloud beside the system': ['cloud and system'],
  'cloud without a usable cache': [
    'cloud expected',
    'cloud expired',
    'cloud of another workspace',
    'cloud of another user',
    'cloud without ids',
    'cloud of a wrong signature',
    'cloud damaged',
    'cloud of another version',
  ],
} as const satisfies Groups;

export type SourceKind = (typeof sourceGroups)[keyof typeof sourceGroups][number];

/** Lines of each file, the rules alone. */
export type Lines = Readonly<Record<FileName, readonly string[]>>;

/** Lines of the documents of a workspace, the rules alone, and how they are cached. */
interface CloudLines {
  readonly cache: CacheKind;
  readonly config: Readonly<Record<string, readonly string[]>>;
  readonly requirements: Readonly<Record<string, readonly string[]>>;
}

interface Placed {
  readonly lines: Lines;
  /** Null where the workspace has nothing to say. */
  readonly cloud: CloudLines | null;
}

/** Puts rules into files, and into what a workspace says. */
export function placeRules({ config, requirements }: Rules, source: SourceKind): Placed {
  const place = (more: Partial<Lines>, cloud: Partial<CloudLines> | null = null): Placed => ({
    lines: {
      user: [],
      'config.toml': [],
      'managed_config.toml': [],
      'requirements.toml': requirements,
      ...more,
    },
    cloud: cloud && { cache: 'valid', config: { Baseline: config }, requirements: {}, ...cloud },
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
    case 'cloud, misplaced':
      return place(
        { 'requirements.toml': [] },
        { config: { Baseline: requirements }, requirements: { Limits: config } },
      );
    case 'cloud':
      return place({}, {});
    case 'cloud in two documents':
      return place({}, { config: { First: config, Second: beaten } });
    case 'cloud before system':
      return place({ 'config.toml': beaten }, {});
    case 'user before cloud':
      return place({ user: config }, { config: { Baseline: beaten } });
    case 'managed before cloud':
      return place({ 'managed_config.toml': config }, { config: { Baseline: beaten } });
    case 'cloud and system':
      return place({ 'config.toml': config }, {});
    case 'cloud expected':
      return place({}, { cache: 'absent' });
    case 'cloud expired':
      return place({}, { cache: 'expired' });
    case 'cloud of another workspace':
      return place({}, { cache: 'of another workspace' });
    case 'cloud of another user':
      return place({}, { cache: 'of another user' });
    case 'cloud without ids':
      return place({}, { cache: 'without ids' });
    case 'cloud of a wrong signature':
      return place({}, { cache: 'of a wrong signature' });
    case 'cloud damaged':
      return place({}, { cache: 'damaged' });
    case 'cloud of another version':
      return place({}, { cache: 'of another version' });
  }
}

/** The rules of a workspace with what its service answers. */
export function cloudWith(lines: CloudLines, reply: Cloud['reply']): Cloud {
  const texts = (all: CloudLines['config']): Cloud['config'] =>
    Object.fromEntries(Object.entries(all).map(([name, some]) => [name, textOf(some)]));
  const { cache, config, requirements } = lines;
  return { cache, reply, config: texts(config), requirements: texts(requirements) };
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
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

/** What looks like a fault, and Codex loads it. */
const harmless = [
  'nesting of 60',
  'a byte order mark',
  'lines that end with CR LF',
  'more than 1 MiB',
  'a wrong type that a stronger file replaces',
  'an MCP server',
  'a table of profiles alone',
  'keys that nobody knows',
  'known sandboxes in the requirements',
] as const satisfies readonly FaultKind[];

const isHarmless = (kind: FaultKind): boolean => (harmless as readonly string[]).includes(kind);

export const faultGroups = {
  none: ['none'],
  harmless,
  harmful: (Object.keys(faults) as FaultKind[]).filter(
    (kind) => kind !== 'none' && !isHarmless(kind),
  ),
} as const satisfies Groups<FaultKind>;

/** The texts of the files, with one fault in one of them. */
export function documentsWith(
  lines: Lines,
  kind: FaultKind,
  random: Random,
): { readonly documents: Documents; readonly faultIn: FileName | null } {
  const fault: Fault = faults[kind];
  const faultIn = random.pick(fault.in);
  const text = (name: FileName): string => {
    const rules = textOf(lines[name]);
    if (name === faultIn) return fault.text(rules);
    return name === 'managed_config.toml' && fault.replacedBy !== undefined
      ? `${fault.replacedBy}\n${rules}`
      : rules;
  };
  const documents = eachDocument(text);
  return { documents, faultIn: kind === 'none' ? null : faultIn };
}

/** The texts of the files, with rules alone. */
export function documentsOf(lines: Lines): Documents {
  return eachDocument((name) => textOf(lines[name]));
}

function eachDocument(text: (name: FileName) => string): Documents {
  const found = fileNames.map((name) => [name, text(name)] as const);
  return Object.fromEntries(found.filter(([, content]) => content !== ''));
}
