import { brokenRuleText, type RefusedSignIn } from '../../shared/wording/broken-rule.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import { ruleNames } from './login-rules.ts';
import type { Unjudged, Violation } from './verdict.ts';

/** Says what a rule has against a sign-in: in the words of Codex, which programs get, or for people. */
export type SayReason = (
  verdict: Violation | Unjudged,
  speaksOf?: RefusedSignIn['speaksOf'],
) => string;

export const inWordsOfCodex: SayReason = ({ message }) => message;

export function forPeople(names: WorkspaceNaming): SayReason {
  return (verdict, speaksOf) => verdictText(verdict, names, speaksOf);
}

/**
 * What a rule has against a sign-in, for people. The words of Codex, in `message`, are for those who
 * know them, and where they are all that is known.
 */
export function verdictText(
  verdict: Violation | Unjudged,
  names: WorkspaceNaming,
  speaksOf: RefusedSignIn['speaksOf'] = 'you',
): string {
  if (verdict.kind === 'unknown') return verdict.message;
  if (verdict.deadlock !== undefined) return verdict.deadlock;
  const other = verdict.plain ?? verdict.message;
  if (verdict.broken === undefined) return other;
  const { allowed, doubt, ...signIn } = verdict.broken;
  const text = brokenRuleText(ruleNames[verdict.rule], allowed, { ...signIn, speaksOf }, names);
  if (text === null) return other;
  return doubt === undefined ? text : `${text} ${doubt}`;
}

/** The same, and what Codex says of it where that is something else. */
export function verdictWords(
  verdict: Violation | Unjudged,
  names: WorkspaceNaming,
): { readonly message: string; readonly details: string | null } {
  const message = verdictText(verdict, names);
  return { message, details: message === verdict.message ? null : verdict.message };
}
