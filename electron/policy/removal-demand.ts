import type { Credential } from '../auth/credential.ts';
import { forcedRuleIn, type KnownRules, type RuleName } from './login-rules.ts';
import { violationsOf } from './restriction-verdict.ts';
import { endsUnjudged } from './rule-conflicts.ts';
import { notVerified } from './verdict.ts';

/** A rule that has Codex remove a stored sign-in. */
export interface RemovalDemand {
  readonly rule: RuleName;
  readonly source: string;
  /** `signIn` breaks it; `start`: Codex may have been started with a credential that does. */
  readonly because: 'signIn' | 'start';
}

/** The rule for which Codex would have removed a sign-in that is gone; null where none would. */
export function removalDemand(known: KnownRules, gone: Credential): RemovalDemand | null {
  if (known.kind === 'unknown' || endsUnjudged(known.rules)) return null;
  const { rules } = known;
  const broken = violationsOf(rules, gone, notVerified()).find(
    ({ remedy }) => remedy === 'signOut',
  );
  if (broken) return { rule: broken.rule, source: broken.source, because: 'signIn' };
  const rule = forcedRuleIn(rules);
  const source = rule === null ? undefined : rules[rule]?.source;
  return rule === null || source === undefined ? null : { rule, source, because: 'start' };
}
