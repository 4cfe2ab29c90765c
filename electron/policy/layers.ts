import type { PolicyLevel, PolicyScope, PolicySource } from '../../shared/policy.ts';

/** Not every key counts in both; see `policyKeys`. */
export type Family = 'requirements' | 'config';

export interface Layer {
  /** A path, the name of a managed preference of macOS, or of a fragment of cloud rules. */
  readonly place: string;
  readonly family: Family;
  readonly kind: PolicySource['kind'];
  readonly level: PolicyLevel;
  readonly scope: PolicyScope;
}

/** What one start of Codex reads besides the files that every start reads. Paths are absolute. */
export interface CodexStart {
  /** The folder of `--cd`; null where projects are not looked at. */
  readonly folder: string | null;
  /** The name of `--profile`. */
  readonly profile: string | null;
  /** Files of the projects that the folder is in, the strongest first. */
  readonly projects: readonly ProjectFile[];
}

export interface ProjectFile {
  readonly place: string;
  /** Codex reads no other. */
  readonly isTrusted: boolean;
}

/** Marks a managed preference, which is no file. */
export const managedPreferencePrefix = 'managed preferences: com.openai.codex/';

type Row = Omit<Layer, 'place'> & { readonly at: (folders: Folders) => string };

interface Folders {
  readonly codexHome: string;
  readonly system: string;
}

const machine = { scope: 'machine' } as const;
const enforced = { level: 'enforced', ...machine } as const;
const requirements = { family: 'requirements', kind: 'requirements', ...enforced } as const;
const managedConfig = { family: 'config', kind: 'managedConfig', ...enforced } as const;
const userConfig = { family: 'config', kind: 'userConfig', level: 'user', scope: 'user' } as const;
const systemConfig = {
  family: 'config',
  kind: 'systemConfig',
  level: 'default',
  ...machine,
} as const;

const preference = (key: string) => (): string => `${managedPreferencePrefix}${key}`;

/**
 * The strongest first. Within a family the first place that sets a key decides it alone: lists
 * replace weaker ones too. Upstream's documents disagree on `requirements`; as in its code,
 * managed preferences win over the file. Codex CLI 0.169.0 reads the system's config.toml below
 * the user's, and managed_config.toml above both (`e2e/command-line/policy-cells.spec.ts`).
 * Profile and project are those of a start that was asked about, and `-c` is left out; cloud rules
 * stand above the system's config.toml, see {@link withCloud}.
 * On Windows, files demand something by requirements alone; see {@link ignoredLayers}.
 * Source: codex-rs/core/src/config_loader/README.md, codex-rs/config/src/loader/mod.rs.
 */
const precedence: Readonly<Record<'darwin' | 'win32' | 'linux', readonly Row[]>> = {
  darwin: [
    { ...requirements, kind: 'managedPreference', at: preference('requirements_toml_base64') },
    { ...requirements, at: ({ system }) => `${system}/requirements.toml` },
    { ...managedConfig, kind: 'managedPreference', at: preference('config_toml_base64') },
    { ...managedConfig, at: ({ system }) => `${system}/managed_config.toml` },
    { ...userConfig, at: ({ codexHome }) => `${codexHome}/config.toml` },
    { ...systemConfig, at: ({ system }) => `${system}/config.toml` },
  ],
  linux: [
    { ...requirements, at: ({ system }) => `${system}/requirements.toml` },
    { ...managedConfig, at: ({ system }) => `${system}/managed_config.toml` },
    { ...userConfig, at: ({ codexHome }) => `${codexHome}/config.toml` },
    { ...systemConfig, at: ({ system }) => `${system}/config.toml` },
  ],
  win32: [
    { ...requirements, at: ({ system }) => `${system}\\requirements.toml` },
    { ...userConfig, at: ({ codexHome }) => `${codexHome}\\config.toml` },
    { ...systemConfig, at: ({ system }) => `${system}\\config.toml` },
  ],
};

/** With the fragments of cloud rules in their place, below the user's own file. */
export function withCloud(layers: readonly Layer[], fragments: readonly Layer[]): readonly Layer[] {
  const isStronger = ({ kind }: Layer): boolean => kind !== 'systemConfig';
  return [
    ...layers.filter(isStronger),
    ...fragments,
    ...layers.filter((layer) => !isStronger(layer)),
  ];
}

/** Codex takes these from no project, whose files come with what others have written. */
export const ignoredInProjects: readonly string[] = [
  'openai_base_url',
  'chatgpt_base_url',
  'apps_mcp_product_sku',
  'model_provider',
  'model_providers',
  'notify',
  'profile',
  'profiles',
  'experimental_realtime_webrtc_call_base_url',
  'experimental_realtime_ws_base_url',
  'otel',
];

/** On Windows with ProgramData as the system knows it. */
type Env = Readonly<Record<string, string | undefined>>;

/** The places of this platform, and those of one start, the strongest of each family first. */
export function settingsLayers(
  platform: string,
  codexHome: string,
  env: Env,
  start: CodexStart | null = null,
): readonly Layer[] {
  const known = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
  const system = known === 'win32' ? windowsSystem(env) : '/etc/codex';
  const layers = precedence[known].map(({ at, ...row }) => ({
    ...row,
    place: at({ codexHome, system }),
  }));
  return layers.flatMap((layer) =>
    layer.kind === 'userConfig' ? [...startLayers(layer, start), layer] : [layer],
  );
}

/**
 * Where an administrator may have put rules that count nowhere: codex.exe 0.171.0 ignores
 * `%CODEX_HOME%\managed_config.toml`, which older ones read, and one beside its other files of the
 * machine (`e2e/windows/rules.spec.ts`).
 */
export function ignoredLayers(platform: string, codexHome: string, env: Env): readonly Layer[] {
  if (platform !== 'win32') return [];
  return [
    { ...managedConfig, place: `${windowsSystem(env)}\\managed_config.toml` },
    { ...managedConfig, scope: 'user', place: `${codexHome}\\managed_config.toml` },
  ];
}

function windowsSystem(env: Env): string {
  return `${env['ProgramData'] ?? 'C:\\ProgramData'}\\OpenAI\\Codex`;
}

function startLayers(ofUser: Layer, start: CodexStart | null): readonly Layer[] {
  if (start === null) return [];
  const { projects, profile } = start;
  const layers = projects
    .filter(({ isTrusted }) => isTrusted)
    .map(({ place }): Layer => ({ ...userConfig, kind: 'projectConfig', place }));
  const place = ofUser.place.replace(/config\.toml$/, `${profile}.config.toml`);
  return profile === null ? layers : [...layers, { ...userConfig, kind: 'profileConfig', place }];
}
