import type { AnnouncedRemoval } from '../../shared/app-state.ts';
import { placePhrase } from '../../shared/wording/rule-place.ts';

/**
 * Why a sign-in is removed, for somebody who helps: the sentence, the rule and where
 * it is set. No token and no address.
 *
 * @param app name and version of this program.
 */
export function removalText(removal: AnnouncedRemoval, app: string): string {
  const { message, rule, at } = removal;
  return [
    `${app} is about to sign out on this device.`,
    `Reason: ${message}`,
    `Rule: ${rule}`,
    `Set in: ${placePhrase(removal)}`,
    `Removed at: ${new Date(at).toISOString()}, unless the rule changes before`,
    '',
  ].join('\n');
}
