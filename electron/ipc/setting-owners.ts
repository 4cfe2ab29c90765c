import { settingWords, type SettingName, type SettingState } from '../../shared/settings.ts';
import { AppFailure } from '../base/app-failure.ts';
import { settingRule } from '../policy/gatehouse-rules.ts';
import { requireRule } from '../sign-in/rule-check.ts';

/** What holds a setting; a person's wish gives way to the rule. */
interface SettingOwner {
  get(): SettingState;
  onChange(listener: () => void): () => void;
  /** Takes a value that the setting can have. Never rejects; `get` tells what failed. */
  wish(value: boolean | string): Promise<void>;
}

export type SettingOwners = Readonly<Record<SettingName, SettingOwner>>;

/** @throws {AppFailure} `forbidden-by-rule`, `rules-unknown`, or `bad-request` where unavailable. */
export function changeSetting(
  owners: SettingOwners,
  name: SettingName,
  value: boolean | string,
): void {
  const state = owners[name].get();
  if (state.kind === 'unavailable') throw new AppFailure('bad-request', state.reason);
  requireRule(settingRule(state.lock ?? { kind: 'unset' }, settingWords(name).label()));
  void owners[name].wish(value);
}
