import { settingRow, type SettingName, type SettingState } from '../../shared/settings.ts';

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
  const whose = organization ?? 'your organisation';
  const text =
    lock.kind === 'set'
      ? `Set by ${whose} (${lock.source}): ${valueText(name, lock.value)}.`
      : `The rule of ${whose} is not known: ${lock.source} cannot be used (${lock.message}).`;
  return { text, isRule: true };
}

function valueText(name: SettingName, value: boolean | string): string {
  if (typeof value === 'boolean') return `always ${value ? 'on' : 'off'}`;
  return `always “${settingRow(name).choices?.[value] ?? value}”`;
}
