import { configTexts as texts } from '../../shared/texts/config-files.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { environmentCredentials } from '../auth/credential-chain.ts';
import { codexEnvironment, type Dotenv } from '../base/dotenv.ts';
import type { Environment } from './environment-rules.ts';
import { memberOf } from './toml-table.ts';
import { gatehouseRules, type GatehouseRules } from './gatehouse-rules.ts';
import {
  ignoredInProjects,
  ignoredLayers,
  settingsLayers,
  type CodexStart,
  type Family,
  type Layer,
} from './layers.ts';
import type { KnownRules, Sourced } from './login-rules.ts';
import { policyRow, type SettingName } from './policy-keys.ts';
import {
  readConfigDocument,
  resolveSetting,
  type Decided,
  type Setting,
  type ConfigDocument,
  type ConfigFile,
  type SettingValue,
} from './config-document.ts';

/** Reads a path, or a name of `settingsLayers` for macOS preferences. */
export type ReadConfigFile = (place: string) => Promise<ConfigFile>;

export type ReadDotenv = (file: string) => Promise<Dotenv>;

/** In the home of Codex: the rules of the workspace, as Codex asked for them. */
const cloudCacheName = 'cloud-config-bundle-cache.json';

export interface SettingsPlaces {
  /** The strongest of each family first. */
  readonly layers: readonly Layer[];
  /** Places of which nothing counts, whatever is there. */
  readonly ignored: readonly Layer[];
  readonly userConfig: string;
  readonly dotenv: string;
  readonly cloudCache: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The start that was asked about; null for what every start reads. */
  readonly start: CodexStart | null;
}

/** What was read of each place. */
export type ConfigSources = ReadonlyMap<string, ConfigFile>;

export interface CodexConfig {
  readonly rules: KnownRules;
  readonly storeMode: Setting<SettingValue<'cli_auth_credentials_store'>>;
  /** Whether "keyring" is the encrypted file; unset leaves it to the platform. */
  readonly encryptedStore: Setting<boolean>;
  readonly gatehouse: GatehouseRules;
  /** From the environment and from the file `.env` of Codex. */
  readonly environment: Environment;
  /** Why the file `.env` could not be read, as a clause. */
  readonly dotenvProblem: string | null;
  /** Null for the provider's own. */
  readonly chatgptBaseUrl: string | null;
  /** Who is signed in decides whether it counts, see `cloudRulesOf`. */
  readonly cloudCache: ConfigFile;
  /** The places where something is that counts nowhere. */
  readonly ignored: readonly Layer[];
  readonly layers: readonly Layer[];
  readonly sources: ConfigSources;
  readonly documents: ConfigDocuments;
}

type ConfigDocuments = ReadonlyMap<string, ConfigDocument | null>;

export function settingsPlaces(
  platform: string,
  codexHome: string,
  env: Readonly<Record<string, string | undefined>>,
  start: CodexStart | null = null,
): SettingsPlaces {
  const layers = settingsLayers(platform, codexHome, env, start);
  const userConfig = layers.find(({ kind }) => kind === 'userConfig')?.place;
  if (userConfig === undefined) throw new TypeError('the user has a file of settings everywhere');
  const besides = (name: string): string => userConfig.replace(/config\.toml$/, name);
  return {
    layers,
    ignored: ignoredLayers(platform, codexHome, env),
    userConfig,
    dotenv: besides('.env'),
    cloudCache: besides(cloudCacheName),
    env,
    start,
  };
}

/** Whether the user cannot change what this place sets. */
export function isManaged({ layers }: SettingsPlaces, source: string): boolean {
  return layers.some(({ place, level }) => place === source && level === 'enforced');
}

/** Reads all settings afresh. */
export async function readSettings(
  places: SettingsPlaces,
  readFile: ReadConfigFile,
  readDotenv: ReadDotenv,
): Promise<CodexConfig> {
  const found = await Promise.all(
    places.layers.map(async ({ place }) => [place, await readFile(place)] as const),
  );
  const ignored = await Promise.all(
    places.ignored.map(async (layer) =>
      (await readFile(layer.place)).kind === 'absent' ? [] : layer,
    ),
  );
  const dotenv = await readDotenv(places.dotenv);
  const environment = environmentCredentials(codexEnvironment(places.env, dotenv));
  const problem =
    dotenv.kind === 'unknown'
      ? texts.dotenvUnreadable({ file: places.dotenv, fault: dotenv.message })
      : null;
  const cloudCache = await readFile(places.cloudCache);
  const around = { environment, dotenvProblem: problem, cloudCache, ignored: ignored.flat() };
  return settingsFrom(places.layers, new Map(found), around);
}

/** What counts besides the files of settings. */
export type AroundSettings = Pick<
  CodexConfig,
  'environment' | 'dotenvProblem' | 'cloudCache' | 'ignored'
>;

const nothingAround: AroundSettings = {
  environment: [],
  dotenvProblem: null,
  cloudCache: { kind: 'absent' },
  ignored: [],
};

/** A place that is not among the sources is absent. */
export function settingsFrom(
  layers: readonly Layer[],
  sources: ConfigSources,
  given: Partial<AroundSettings> = {},
): CodexConfig {
  const around = { ...nothingAround, ...given };
  // Once for all settings: a file may be long, and this runs in the process of the window.
  const documents: ConfigDocuments = new Map(
    layers.map(({ place }) => [
      place,
      readConfigDocument(place, sources.get(place) ?? { kind: 'absent' }),
    ]),
  );
  const decide: Decide = (name) => {
    const counting = layersFor(layers, name).map(({ place }) => documents.get(place) ?? null);
    return resolveSetting(
      counting.filter((document) => document !== null),
      name,
    );
  };
  const storage: Decided<'storage'> = {
    cli_auth_credentials_store: decide('cli_auth_credentials_store'),
    'features.secret_auth_storage': decide('features.secret_auth_storage'),
  };
  const storeMode = storage.cli_auth_credentials_store;
  return {
    rules: knownRules(decide, storeMode),
    storeMode,
    encryptedStore: storage['features.secret_auth_storage'],
    gatehouse: gatehouseRules(decide),
    environment: around.environment,
    dotenvProblem: around.dotenvProblem,
    cloudCache: around.cloudCache,
    ignored: around.ignored,
    chatgptBaseUrl: chatgptBaseUrlIn(layers, documents),
    layers,
    sources,
    documents,
  };
}

function chatgptBaseUrlIn(layers: readonly Layer[], documents: ConfigDocuments): string | null {
  for (const { place, family } of layers) {
    const document = family === 'config' ? documents.get(place) : null;
    const url =
      document?.kind === 'table' ? memberOf(document.table, 'chatgpt_base_url') : undefined;
    if (typeof url === 'string') return url;
  }
  return null;
}

/** The layers in which a setting counts, the strongest first. */
export function layersFor(layers: readonly Layer[], name: SettingName): readonly Layer[] {
  const { families, managedOnly } = policyRow(name);
  const ofFamily = (family: Family): readonly Layer[] =>
    layers.filter((layer) => layer.family === family && !isIgnored(layer, name));
  // Codex takes none of these keys from requirements of the cloud (0.171.0).
  const inOrder = families
    .flatMap(ofFamily)
    .filter(({ family, kind }) => kind !== 'cloud' || family === 'config');
  return managedOnly ? inOrder.filter(({ level }) => level === 'enforced') : inOrder;
}

function isIgnored({ kind }: Layer, name: SettingName): boolean {
  return kind === 'projectConfig' && ignoredInProjects.includes(name);
}

type Decide = <N extends SettingName>(name: N) => Setting<SettingValue<N>>;

/** The login rules; unknown as soon as one of them is. */
function knownRules(decide: Decide, storeMode: CodexConfig['storeMode']): KnownRules {
  const decided: Decided<'loginRules'> = {
    forced_login_method: decide('forced_login_method'),
    forced_chatgpt_workspace_id: decide('forced_chatgpt_workspace_id'),
    allowed_login_methods: decide('allowed_login_methods'),
    allowed_chatgpt_workspaces: decide('allowed_chatgpt_workspaces'),
    'gatehouse.require_verified_workspace': decide('gatehouse.require_verified_workspace'),
    'gatehouse.trusted_issuer': decide('gatehouse.trusted_issuer'),
    'gatehouse.allow_file_storage': decide('gatehouse.allow_file_storage'),
  };
  const unknown = Object.values(decided).find((setting) => setting.kind === 'unknown');
  if (unknown) {
    const { source, message } = unknown;
    const text = loginRuleTexts.placeUnusable({ place: source, fault: message });
    return { kind: 'unknown', message: text };
  }
  const isVerified = sourced(decided['gatehouse.require_verified_workspace']);
  return {
    kind: 'known',
    rules: {
      forcedMethod: sourced(decided.forced_login_method),
      forcedWorkspaces: sourced(decided.forced_chatgpt_workspace_id),
      allowedMethods: sourced(decided.allowed_login_methods),
      allowedWorkspaces: sourced(decided.allowed_chatgpt_workspaces),
      requireVerified: isVerified?.value ? { value: true, source: isVerified.source } : null,
      otherStore: null,
      local: null,
      forbiddenStore: forbiddenStore(decided['gatehouse.allow_file_storage'], storeMode),
    },
  };
}

function forbiddenStore(
  allowFile: Setting<boolean>,
  storeMode: CodexConfig['storeMode'],
): Sourced<'file' | 'auto'> | null {
  if (allowFile.kind !== 'set' || allowFile.value) return null;
  const mode = storeMode.kind === 'set' ? storeMode.value : 'file';
  return mode === 'file' || mode === 'auto' ? { value: mode, source: allowFile.source } : null;
}

function sourced<T>(setting: Setting<T>): Sourced<T> | null {
  return setting.kind === 'set' ? { value: setting.value, source: setting.source } : null;
}
