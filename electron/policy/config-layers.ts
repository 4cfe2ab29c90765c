import {
  readConfigDocument,
  readRequirementsDocument,
  type ConfigDocument,
  type Read,
  type RequirementsDocument,
} from './config-document.ts';
import type { KnownRules, Sourced } from './login-rules.ts';

/** A file of settings as it was found. */
export type SettingsFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly message: string };

export type ReadSettingsFile = (path: string) => Promise<SettingsFile>;

/** Where settings are looked for, the strongest first. */
export interface SettingsPaths {
  readonly config: readonly string[];
  readonly requirements: readonly string[];
}

export interface Settings {
  readonly rules: KnownRules;
  /** `cli_auth_credentials_store` with its source; null where nothing sets it. */
  readonly storeMode: Sourced<NonNullable<ConfigDocument['storeMode']>> | null;
}

/**
 * The files that can set login keys on this platform. Project files and
 * command-line flags belong to single runs of the Codex CLI and are left out.
 *
 * Source: codex-rs/core/src/config_loader/README.md.
 */
export function settingsPaths(
  platform: string,
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
): SettingsPaths {
  if (platform === 'win32') {
    const system = `${env['ProgramData'] ?? 'C:\\ProgramData'}\\OpenAI\\Codex`;
    return {
      config: [
        `${codexHome}\\managed_config.toml`,
        `${codexHome}\\config.toml`,
        `${system}\\config.toml`,
      ],
      requirements: [`${system}\\requirements.toml`],
    };
  }
  return {
    config: [
      '/etc/codex/managed_config.toml',
      `${codexHome}/config.toml`,
      '/etc/codex/config.toml',
    ],
    requirements: ['/etc/codex/requirements.toml'],
  };
}

/**
 * Reads the login rules of this machine afresh. The first file of an order that
 * sets a key wins. A file that cannot be read or understood makes the rules
 * unknown, because a rule may stand in it.
 */
export async function readSettings(
  paths: SettingsPaths,
  readFile: ReadSettingsFile,
): Promise<Settings> {
  const config = await readLayers(paths.config, readFile, readConfigDocument);
  const requirements = await readLayers(paths.requirements, readFile, readRequirementsDocument);
  const problem = config.problem ?? requirements.problem;
  const storeMode =
    winner<RequirementsDocument, 'storeMode'>(requirements.layers, 'storeMode') ??
    winner<ConfigDocument, 'storeMode'>(config.layers, 'storeMode');
  if (problem !== null) return { rules: { kind: 'unknown', message: problem }, storeMode };
  return {
    rules: {
      kind: 'known',
      rules: {
        forcedMethod: winner(config.layers, 'forcedMethod'),
        forcedWorkspaces: winner(config.layers, 'forcedWorkspaces'),
        allowedMethods: winner(requirements.layers, 'allowedMethods'),
        allowedWorkspaces: winner(requirements.layers, 'allowedWorkspaces'),
      },
    },
    storeMode,
  };
}

interface Layer<T> {
  readonly path: string;
  readonly document: T;
}

async function readLayers<T>(
  paths: readonly string[],
  readFile: ReadSettingsFile,
  read: (text: string) => Read<T>,
): Promise<{ readonly layers: readonly Layer<T>[]; readonly problem: string | null }> {
  const layers: Layer<T>[] = [];
  let problem: string | null = null;
  for (const path of paths) {
    const file = await readFile(path);
    if (file.kind === 'absent') continue;
    const result = file.kind === 'text' ? read(file.text) : { ok: false as const, ...file };
    if (result.ok) layers.push({ path, document: result.document });
    else problem ??= `The login rules are not known: ${path} cannot be used (${result.message}).`;
  }
  return { layers, problem };
}

function winner<T, K extends keyof T>(
  layers: readonly Layer<T>[],
  key: K,
): Sourced<NonNullable<T[K]>> | null {
  for (const { path, document } of layers) {
    const value = document[key];
    if (value !== null && value !== undefined) return { value, source: path };
  }
  return null;
}
