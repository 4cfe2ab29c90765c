import type { KnownRules, Sourced } from './login-rules.ts';
import {
  readSettingsDocument,
  resolveSetting,
  type Setting,
  type SettingsDocument,
  type SettingsFile,
  type SettingValue,
} from './settings-document.ts';

/** Reads one place of settings: a path, or a name of `settingsPlaces` for macOS preferences. */
export type ReadSettingsFile = (place: string) => Promise<SettingsFile>;

/** Where settings are looked for, the strongest first. */
export interface SettingsPlaces {
  readonly config: readonly string[];
  readonly requirements: readonly string[];
  /** The one file among them that belongs to the user. */
  readonly userConfig: string;
}

/** What the settings of this machine say, each with the place that decides it. */
export interface Settings {
  readonly rules: KnownRules;
  readonly storeMode: Setting<SettingValue<'cli_auth_credentials_store'>>;
  /** Whether "keyring" means the encrypted file; unset leaves it to the platform. */
  readonly encryptedStore: Setting<boolean>;
}

/** Marks a place that is a value of the managed preferences of macOS, and no file. */
export const managedPreferencePrefix = 'managed preferences: com.openai.codex/';

/**
 * The places that can set login keys on this platform. Project files and
 * command-line flags belong to single runs of the Codex CLI and are left out.
 *
 * Source: codex-rs/core/src/config_loader/README.md.
 */
export function settingsPlaces(
  platform: string,
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
): SettingsPlaces {
  if (platform === 'win32') {
    const system = `${env['ProgramData'] ?? 'C:\\ProgramData'}\\OpenAI\\Codex`;
    const userConfig = `${codexHome}\\config.toml`;
    return {
      config: [`${codexHome}\\managed_config.toml`, userConfig, `${system}\\config.toml`],
      requirements: [`${system}\\requirements.toml`],
      userConfig,
    };
  }
  const preference = (key: string): readonly string[] =>
    platform === 'darwin' ? [`${managedPreferencePrefix}${key}`] : [];
  const userConfig = `${codexHome}/config.toml`;
  return {
    config: [
      ...preference('config_toml_base64'),
      '/etc/codex/managed_config.toml',
      userConfig,
      '/etc/codex/config.toml',
    ],
    requirements: [...preference('requirements_toml_base64'), '/etc/codex/requirements.toml'],
    userConfig,
  };
}

/** Whether a place is stronger than the user's own file, so that the user cannot change what it sets. */
export function isManaged(places: SettingsPlaces, source: string): boolean {
  const { config, requirements, userConfig } = places;
  return (
    requirements.includes(source) || config.slice(0, config.indexOf(userConfig)).includes(source)
  );
}

/** Reads all settings afresh. */
export async function readSettings(
  places: SettingsPlaces,
  readFile: ReadSettingsFile,
): Promise<Settings> {
  const config = await readDocuments(places.config, readFile);
  const requirements = await readDocuments(places.requirements, readFile);
  const required = resolveSetting(requirements, 'cli_auth_credentials_store');
  return {
    rules: knownRules(config, requirements),
    storeMode:
      required.kind === 'unset' ? resolveSetting(config, 'cli_auth_credentials_store') : required,
    encryptedStore: resolveSetting(config, 'features.secret_auth_storage'),
  };
}

async function readDocuments(
  places: readonly string[],
  readFile: ReadSettingsFile,
): Promise<readonly SettingsDocument[]> {
  const documents = await Promise.all(
    places.map(async (place) => readSettingsDocument(place, await readFile(place))),
  );
  return documents.filter((document) => document !== null);
}

/** The login rules; unknown as soon as one of them is. */
function knownRules(
  config: readonly SettingsDocument[],
  requirements: readonly SettingsDocument[],
): KnownRules {
  const forcedMethod = resolveSetting(config, 'forced_login_method');
  const forcedWorkspaces = resolveSetting(config, 'forced_chatgpt_workspace_id');
  const allowedMethods = resolveSetting(requirements, 'allowed_login_methods');
  const allowedWorkspaces = resolveSetting(requirements, 'allowed_chatgpt_workspaces');
  for (const setting of [forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces]) {
    if (setting.kind === 'unknown') {
      const { source, message } = setting;
      const text = `The login rules are not known: ${source} cannot be used (${message}).`;
      return { kind: 'unknown', message: text };
    }
  }
  return {
    kind: 'known',
    rules: {
      forcedMethod: sourced(forcedMethod),
      forcedWorkspaces: sourced(forcedWorkspaces),
      allowedMethods: sourced(allowedMethods),
      allowedWorkspaces: sourced(allowedWorkspaces),
    },
  };
}

function sourced<T>(setting: Setting<T>): Sourced<T> | null {
  return setting.kind === 'set' ? { value: setting.value, source: setting.source } : null;
}
