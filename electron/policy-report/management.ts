import type { Management } from '../../shared/app-state.ts';
import { presentable } from '../base/presentable.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

type Places = Pick<CodexConfig, 'layers' | 'documents'>;

/** Where an administrator has put something, the strongest first; also what cannot be understood. */
export function managedPlaces({ layers, documents }: Places): readonly string[] {
  return layers
    .filter(({ level, place }) => level === 'enforced' && (documents.get(place) ?? null) !== null)
    .map(({ place }) => place);
}

/** Who manages the machine, as `managementOf` reads it off a report, which takes long to make. */
export function managementIn(
  settings: Places & Pick<CodexConfig, 'gatehouse'>,
  userHome: string,
): Management | null {
  if (managedPlaces(settings).length === 0) return null;
  const name = settings.gatehouse['gatehouse.organization'];
  return { organization: name.kind === 'set' ? presentable(name.value, userHome) : null };
}
