import type { KnownRules } from '../policy/login-rules.ts';
import { settingsFrom, type Settings } from '../policy/codex-config.ts';
import { rules } from './login-rules.ts';

/** Settings of a machine where nothing but these rules is set. */
export function settingsWith(known: KnownRules = rules({})): Settings {
  return { ...settingsFrom([], new Map()), rules: known };
}
