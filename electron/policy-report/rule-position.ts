import type { RulePlace } from '../../shared/app-state.ts';
import { ruleNames } from '../policy/login-rules.ts';
import type { Violation } from '../policy/verdict.ts';
import type { Settings } from '../policy/codex-config.ts';
import { settingsPositions } from '../policy/config-positions.ts';

/** Where a person finds the rule that a sign-in violates. */
export function placeOfRule(
  { rule, source }: Pick<Violation, 'rule' | 'source'>,
  { sources }: Pick<Settings, 'sources'>,
): RulePlace {
  const key = ruleNames[rule];
  const file = sources.get(source);
  const position = file === undefined ? null : settingsPositions(file)(key.split('.'));
  return { rule: key, source, line: position?.line ?? null, column: position?.column ?? null };
}

/**
 * The same as a code, such as `managedConfig:2:1`, for records that hold no path: of the
 * file it tells the kind. Null where it is none of the places of this machine.
 */
export function placeCode(
  { source, line, column }: Pick<RulePlace, 'source' | 'line' | 'column'>,
  { layers }: Pick<Settings, 'layers'>,
): string | null {
  const layer = layers.find(({ place }) => place === source);
  if (layer === undefined) return null;
  return [layer.kind, line, column].filter((part) => part !== null).join(':');
}
