import type { RulePosition } from '../app-state.ts';

/** "line 3, column 1", as far as it is known; null where it is not. */
export function positionPhrase(place: {
  readonly line: number | null;
  readonly column: number | null;
}): string | null {
  if (place.line === null) return null;
  return place.column === null
    ? `line ${place.line}`
    : `line ${place.line}, column ${place.column}`;
}

/** "/etc/codex/managed_config.toml, line 3, column 1", as far as it is known. */
export function placePhrase(place: Pick<RulePosition, 'source' | 'line' | 'column'>): string {
  const position = positionPhrase(place);
  return position === null ? place.source : `${place.source}, ${position}`;
}

/** The programs of Codex that remove a sign-in which a forced rule forbids. */
export const forcedRulePrograms = 'codex exec and the Codex terminal interface';

export function ruleSentence(place: RulePosition): string {
  return `The rule ${place.rule} is set in ${placePhrase(place)}.`;
}
