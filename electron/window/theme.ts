import { nativeTheme } from 'electron';

import type { AppState } from '../../shared/app-state.ts';
import { stateOf, type SettingValue } from '../../shared/settings.ts';

/** What Electron takes the colours of its page from; the tray icon goes by the system's alone. */
export function showTheme({ settings }: Pick<AppState, 'settings'>): void {
  const theme = stateOf(settings.theme) as SettingValue<'theme'>;
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}
