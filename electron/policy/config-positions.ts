import type { SettingsFile } from './config-document.ts';
import { tomlPositions, type FindPosition } from './toml-positions.ts';

const known = new WeakMap<SettingsFile, FindPosition>();

/**
 * Where the keys of a settings file stand. The file that was read is remembered with them:
 * reports and snapshots ask again and again, in the process of the window.
 */
export function configPositions(file: SettingsFile): FindPosition {
  const before = known.get(file);
  if (before !== undefined) return before;
  const positions = tomlPositions(file.kind === 'text' ? file.text : '');
  known.set(file, positions);
  return positions;
}
