import type { ActivityEntry } from '../activity.ts';
import { isKeyringProblem } from '../keyring-problem.ts';
import { activityEntryTexts as texts } from '../texts/activity-entries.ts';
import { keyringProblemTexts } from '../texts/keyring-problems.ts';
import { rulePlaceTexts } from '../texts/rule-places.ts';
import { keptReasonText } from './kept-sign-ins.ts';
import { candidateFiles } from './policy-phrases.ts';
import { placePhrase } from './rule-place.ts';

/** How an entry ended, as far as a glance should tell it. */
export type Tone = 'good' | 'attention' | 'bad';

export function toneOf({ action, actor, outcome, detail }: ActivityEntry): Tone {
  if (outcome.startsWith('failed:')) return 'bad';
  const isDamaged = action === 'change' && methodText(detail) === null;
  const isGone =
    action === 'replace-account' || (actor === 'other-program' && action === 'sign-out');
  if (actor === 'policy' || isDamaged || isGone) return 'attention';
  return ['done', 'adopted', 'nothing'].includes(outcome) ? 'good' : 'attention';
}

function methodText(detail: string | null): string | null {
  const { methods } = texts;
  return detail !== null && isKeyOf(methods, detail) ? methods[detail]() : null;
}

function isKeyOf<T extends object>(of: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(of, key);
}

/** What was done, or what was tried. */
export function whatText({ action, outcome, detail }: ActivityEntry): string {
  const { done, tried } = texts;
  const isTried = !['done', 'adopted', 'partly'].includes(outcome);
  if (action === 'change') return done.change();
  if (isTried) return action === 'remove-copy' ? removalText(tried, detail) : tried[action]();
  switch (action) {
    case 'sign-in': {
      const method = methodText(detail);
      return method === null ? done[action]() : done.signInWith({ method });
    }
    case 'sign-out':
      if (outcome === 'partly') return done.signOutHere();
      return detail === 'everywhere' ? done.signOutEverywhere() : done[action]();
    case 'move-store':
    case 'choose-store':
      return done[action]({ place: detail ?? '' });
    case 'remove-copy':
      return removalText(done, detail);
    case 'add-account':
    case 'give-token':
    case 'keep-sign-in':
    case 'protect-accounts':
    case 'protect-store':
    case 'refresh':
    case 'remove-account':
    case 'remove-kept':
    case 'rename-account':
    case 'renew-account':
    case 'replace-account':
    case 'restart-codex':
    case 'sign-out-account':
    case 'switch-account':
    case 'use-kept':
      return done[action]();
  }
}

function removalText(
  said: Pick<typeof texts.done, 'remove-copy' | 'removeEntry' | 'removeKeptCopies'>,
  detail: string | null,
): string {
  if (detail === 'entry') return said.removeEntry();
  return detail === 'kept' ? said.removeKeptCopies() : said['remove-copy']();
}

/** How it ended, in a few words; null where saying what was done says it already. */
export function outcomeText(entry: ActivityEntry): string | null {
  const { action, actor, outcome, detail } = entry;
  const { outcomes } = texts;
  const [kind = '', reason = ''] = outcome.split(':');
  switch (kind) {
    case 'done':
      if (actor === 'other-program' && action === 'sign-out') return outsideText(entry);
      return actor === 'policy' ? ruleText(entry) : changeText(action, detail);
    case 'announced':
    case 'withheld':
      return withPlace(outcomes[kind](), entry);
    case 'partly':
      return action === 'sign-out' ? outcomes.notAllReached() : outcomes.copyIsLeft();
    case 'refused':
      return outcomes.refused({ reason: reasonText(reason) });
    case 'confirmed':
    case 'withdrawn':
    case 'nothing':
    case 'adopted':
    case 'begun':
    case 'unsaved':
    case 'offline':
      return outcomes[kind]();
    default:
      return outcomes.failed({ reason: reasonText(reason) });
  }
}

function ruleText(entry: ActivityEntry): string | null {
  const { detail: rule } = entry;
  if (rule === null) return null;
  const { removesSavedAccounts, workspaces, waysToSignIn } = texts.rules;
  if (rule === 'remove_saved_accounts') return withPlace(removesSavedAccounts(), entry);
  const isAboutWorkspaces = rule.toLowerCase().includes('workspace');
  return withPlace(isAboutWorkspaces ? workspaces() : waysToSignIn(), entry);
}

/** What is known of a sign-out that Gatehouse only saw. */
function outsideText(entry: ActivityEntry): string {
  const { unknown, elsewhere, byCodex } = texts.outside;
  if (entry.place === undefined) return unknown();
  const rule = entry.detail === 'start' ? null : ruleText(entry);
  if (rule === null) return withPlace(elsewhere(), entry);
  return byCodex({ rule, programs: rulePlaceTexts.forcedRulePrograms() });
}

/** With where the rule is set, where that is recorded. */
function withPlace(fact: string, { place }: ActivityEntry): string {
  if (place === undefined) return fact;
  const [kind = '', line = null, column = null] = place.split(':');
  return texts.rules.setIn({
    fact,
    place: placePhrase({ source: sourceName(kind), line, column }),
  });
}

function sourceName(kind: string): string {
  if (isKeyOf(candidateFiles, kind)) return candidateFiles[kind];
  return isKeyOf(texts.places, kind) ? texts.places[kind]() : kind;
}

function changeText(action: ActivityEntry['action'], detail: string | null): string | null {
  if (action === 'replace-account') return texts.outcomes.accountReplaced();
  if (detail === null) return null;
  if (action === 'keep-sign-in') return keptReasonText(detail);
  if (action !== 'change') return null;
  const reason = knownReason(detail);
  return reason === null ? null : capitalised(reason);
}

/** A code that is not known is said as it is. */
function reasonText(code: string): string {
  return knownReason(code) ?? code;
}

function knownReason(code: string): string | null {
  if (isKeyringProblem(code)) return keyringProblemTexts.problems[code].clause();
  return isKeyOf(texts.reasons, code) ? texts.reasons[code]() : null;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
