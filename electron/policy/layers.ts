import type { PolicyLevel, PolicyScope, PolicySource } from '../../shared/policy.ts';

/** The two families of documents. A key has a meaning in some of them only; see `policyKeys`. */
export type Family = 'requirements' | 'config';

/** One place where settings are looked for. */
export interface Layer {
  /** A path, or the name of a managed preference of macOS. */
  readonly place: string;
  readonly family: Family;
  readonly kind: PolicySource['kind'];
  readonly level: PolicyLevel;
  readonly scope: PolicyScope;
}

/** Marks a place that is a value of the managed preferences of macOS, and no file. */
export const managedPreferencePrefix = 'managed preferences: com.openai.codex/';

type Row = Omit<Layer, 'place'> & { readonly at: (folders: Folders) => string };

interface Folders {
  readonly codexHome: string;
  /** Where the system's files are. */
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
 * The precedence of this machine's places, the strongest first, written down once.
 * Within a family the first place that sets a key decides it alone: scalars and lists
 * replace what is weaker, they never join it.
 *
 * Upstream's documents disagree twice. (1) Of `requirements`, an older page has cloud
 * before managed preferences before the system's file, "earlier wins"; code and a newer
 * page let the managed preferences win. Gatehouse follows the code. (2) Whether the
 * system's config.toml existed as the weakest layer in January 2026 is not certain; in
 * Codex CLI 0.169.0 it does, below the user's, and managed_config.toml is above both, as
 * `e2e/command-line/policy-cells.spec.ts` runs it.
 *
 * Left out: command-line flags and project files, which belong to single runs of the
 * Codex CLI, and what the provider's cloud sends, which only a signed-in client gets.
 *
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
    // It lies in the user's own folder, so that it is managed by agreement only.
    { ...managedConfig, scope: 'user', at: ({ codexHome }) => `${codexHome}\\managed_config.toml` },
    { ...userConfig, at: ({ codexHome }) => `${codexHome}\\config.toml` },
    { ...systemConfig, at: ({ system }) => `${system}\\config.toml` },
  ],
};

/** The places of this platform, the strongest of each family first. */
export function settingsLayers(
  platform: string,
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly Layer[] {
  const known = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
  const system =
    known === 'win32' ? `${env['ProgramData'] ?? 'C:\\ProgramData'}\\OpenAI\\Codex` : '/etc/codex';
  return precedence[known].map(({ at, ...row }) => ({ ...row, place: at({ codexHome, system }) }));
}
