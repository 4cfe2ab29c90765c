import { managedPreferencePrefix } from '../policy/layers.ts';
import type { SettingsPlaces } from '../policy/codex-config.ts';

/**
 * Files whose change may be another sign-in, what became of one, or another rule.
 *
 * @param codexHome absolute.
 */
export function watchedFiles(codexHome: string, settings: SettingsPlaces): readonly string[] {
  const places = settings.layers.map(({ place }) => place);
  return [
    `${codexHome}/auth.json`,
    `${codexHome}/auth.json.refresh-refusal`,
    `${codexHome}/secrets/codex_auth.age`,
    ...places.filter((place) => !place.startsWith(managedPreferencePrefix)),
  ];
}
