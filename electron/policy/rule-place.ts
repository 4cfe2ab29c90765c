import type { AnnouncedRemoval } from '../../shared/app-state.ts';
import { ruleNames } from './policy-accounts.ts';
import type { Violation } from './restriction-verdict.ts';
import type { SettingsSources } from './settings.ts';
import { tomlPositions } from './toml-positions.ts';

/** Where a person finds the rule that a sign-in violates. */
export function placeOfRule(
  { rule, source }: Pick<Violation, 'rule' | 'source'>,
  sources: SettingsSources,
): Pick<AnnouncedRemoval, 'rule' | 'source' | 'line' | 'column'> {
  const key = ruleNames[rule];
  const file = sources.get(source);
  const position = file?.kind === 'text' ? tomlPositions(file.text)(key.split('.')) : null;
  return { rule: key, source, line: position?.line ?? null, column: position?.column ?? null };
}
