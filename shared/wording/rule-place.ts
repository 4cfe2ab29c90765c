import type { RulePosition } from '../app-state.ts';
import { rulePlaceTexts as texts } from '../texts/rule-places.ts';

/** "line 3, column 1", as far as it is known; null where it is not. */
export function positionPhrase(place: {
  readonly line: number | null;
  readonly column: number | null;
}): string | null {
  const { line, column } = place;
  if (line === null) return null;
  return column === null ? texts.line({ line }) : texts.lineAndColumn({ line, column });
}

/** "/etc/codex/managed_config.toml, line 3, column 1", as far as it is known. */
export function placePhrase(place: {
  readonly source: string;
  readonly line: number | string | null;
  readonly column: number | string | null;
}): string {
  const { source, line, column } = place;
  if (line === null) return source;
  return column === null
    ? texts.inSource({ source, line })
    : texts.inSourceAndColumn({ source, line, column });
}

export function ruleSentence(place: RulePosition): string {
  return texts.isSet({ rule: place.rule, place: placePhrase(place) });
}
