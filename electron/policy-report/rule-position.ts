import type { RulePosition } from '../../shared/app-state.ts';
import { ruleNames } from '../policy/login-rules.ts';
import type { Violation } from '../policy/verdict.ts';
import type { CodexConfig } from '../policy/codex-config.ts';
import { configPositions } from '../policy/config-layer.ts';

/** Where a person finds the rule that a sign-in violates. */
export function positionOfRule(
  { rule, source }: Pick<Violation, 'rule' | 'source'>,
  { sources }: Pick<CodexConfig, 'sources'>,
): RulePosition {
  const key = ruleNames[rule];
  const file = sources.get(source);
  const position = file === undefined ? null : configPositions(file)(key.split('.'));
  return { rule: key, source, line: position?.line ?? null, column: position?.column ?? null };
}

/**
 * The same as a code, such as `managedConfig:2:1`, for records that hold no path: of the
 * file it tells the kind. Null where it is none of the places of this machine.
 */
export function positionCode(
  { source, line, column }: Pick<RulePosition, 'source' | 'line' | 'column'>,
  { layers }: Pick<CodexConfig, 'layers'>,
): string | null {
  const layer = layers.find(({ place }) => place === source);
  if (layer === undefined) return null;
  return [layer.kind, line, column].filter((part) => part !== null).join(':');
}
