import { managedPreferencePrefix, type SettingsPlaces } from '../policy/settings.ts';

/**
 * Files whose change may be another sign-in or another rule.
 *
 * @param codexHome absolute.
 */
export function watchedFiles(codexHome: string, settings: SettingsPlaces): readonly string[] {
  const places = [...settings.config, ...settings.requirements];
  return [
    `${codexHome}/auth.json`,
    `${codexHome}/secrets/codex_auth.age`,
    ...places.filter((place) => !place.startsWith(managedPreferencePrefix)),
  ];
}
