import { settingWords, type SettingName, type SettingState } from '../../shared/settings.ts';
import { settingLockTexts as texts } from '../../shared/texts/settings-page.ts';

/**
 * Why a person cannot change a setting, and whether a rule is why; else null. `organization` manages
 * this machine; null where nobody is named.
 */
export function settingLock(
  name: SettingName,
  state: SettingState,
  organization: string | null,
): { readonly text: string; readonly isRule: boolean } | null {
  if (state.kind === 'unavailable') return { text: state.reason, isRule: false };
  const { lock } = state;
  if (lock === null) return null;
  const { source } = lock;
  if (lock.kind === 'unknown') {
    return { text: texts.unreadable({ source, message: lock.message }), isRule: true };
  }
  const by = { whose: organization ?? texts.yours(), source };
  const { value } = lock;
  const text =
    typeof value === 'string'
      ? texts.alwaysValue({ ...by, value: settingWords(name).values?.[value]?.() ?? value })
      : value
        ? texts.alwaysOn(by)
        : texts.alwaysOff(by);
  return { text, isRule: true };
}
