import { placePhrase } from '../../shared/wording/rule-place.ts';
import type { LoadDoubt } from './config-check.ts';
import type { Verdict } from './verdict.ts';

/**
 * A verdict with what is known of Codex itself: where it is not certain to remove what the
 * rule forbids, nothing is removed here either. The rule stays violated. What saves the
 * sign-in already is told first.
 */
export function withDoubt(verdict: Verdict, doubt: LoadDoubt | null): Verdict {
  if (doubt === null || verdict.kind !== 'violated' || verdict.remedy !== 'signOut') return verdict;
  if (verdict.withheld !== null) return verdict;
  // Said by what logs out, which this does not.
  const reason = verdict.message.replace(/ Logging out\.$/, '');
  return { ...verdict, message: `${reason} ${doubtText(doubt)}`, withheld: doubt };
}

/** Whether a rule demands that the stored sign-in be removed, and nothing is known to save it. */
export function asksForRemoval(verdict: Verdict): boolean {
  return verdict.kind === 'violated' && verdict.remedy === 'signOut' && verdict.withheld === null;
}

/** Why a removal does not happen now, and when it will, for people. */
function doubtText(doubt: LoadDoubt): string {
  if (doubt.because === 'unproven') {
    return `The sign-in is kept, because it is not certain that Codex removes it: ${doubt.message}. If it does, that is at its next start.`;
  }
  const { message, place } = doubt;
  const where = place === null ? 'its configuration' : placePhrase(place);
  return `Codex does not start until ${where} is corrected: ${message}. After that, it removes the sign-in at its next start.`;
}
