import type { KnownRules } from '../policy/login-rules.ts';
import { settingsFrom, type CodexConfig } from '../policy/codex-config.ts';
import { rules } from './login-rules.ts';

/** The Codex config of a machine where nothing but these rules is set. */
export function settingsWith(known: KnownRules = rules({})): CodexConfig {
  return { ...settingsFrom([], new Map()), rules: known };
}
