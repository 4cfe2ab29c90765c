import type { Environment } from '../policy/environment-rules.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { settingsFrom, type CodexConfig } from '../policy/codex-config.ts';
import { settingsLayers } from '../policy/layers.ts';
import { rules } from './login-rules.ts';
import { sourcesOf } from './policy-reports.ts';

/** The Codex config of a machine where nothing but these rules is set. */
export function settingsWith(
  known: KnownRules = rules({}),
  environment: Environment = [],
): CodexConfig {
  return { ...settingsFrom([], new Map(), { environment }), rules: known };
}

/** The same, where this is the text of managed_config.toml. */
export function managedSettings(toml: string): CodexConfig {
  return settingsFrom(
    settingsLayers('linux', '/home/ada/.codex', {}),
    sourcesOf({ managed: toml }),
  );
}
