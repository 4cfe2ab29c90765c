import { brokenRuleText } from '../../shared/wording/broken-rule.ts';
import type { Credential } from '../auth/credential.ts';
import { effectiveWorkspaces, ruleNames, type KnownRules } from '../policy/login-rules.ts';
import { factsOf } from '../policy/stored-violations.ts';
import type { Violation } from '../policy/verdict.ts';

/** What a rule had against a sign-in that it removed; null where the words of Codex have to do. */
export function brokenRuleOf(
  { rule }: Pick<Violation, 'rule'>,
  credential: Credential,
  known: KnownRules,
): string | null {
  const facts = factsOf(credential);
  if (known.kind === 'unknown') return null;
  const isChatgpt = facts.kind === 'chatgpt';
  if (!isChatgpt && facts.kind !== 'apiKey') return null;
  const signIn = {
    method: isChatgpt ? 'chatgpt' : 'api',
    workspaceId: isChatgpt ? facts.workspaceId : null,
    speaksOf: 'before',
  } as const;
  return brokenRuleText(ruleNames[rule], effectiveWorkspaces(known.rules), signIn, {});
}
