import type { ActivityEntry, ActivityFilter } from '../activity.ts';
import type { SavedAccount } from '../saved-accounts.ts';
import { activityEntryTexts } from '../texts/activity-entries.ts';
import { outcomeText, whatText } from './activity-phrases.ts';
import { whoseName } from './activity.ts';

/** The entries that fit. @param accounts by whose names some of them are shown. */
export function filterActivity(
  entries: readonly ActivityEntry[],
  { actor, text }: ActivityFilter,
  accounts: readonly SavedAccount[],
): ActivityEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (actor !== 'anyone' && entry.actor !== actor) return false;
    const shown = shownText(entry, accounts);
    return words.every((word) => shown.includes(word));
  });
}

/** What is shown, and the codes beside it: people know those from the log file. */
function shownText(entry: ActivityEntry, accounts: readonly SavedAccount[]): string {
  const { actor, action, outcome, account, user } = entry;
  return [
    whatText(entry),
    outcomeText(entry),
    activityEntryTexts.actors[actor](),
    whoseName(entry, accounts),
    account,
    user,
    action,
    outcome,
  ]
    .join(' ')
    .toLowerCase();
}
