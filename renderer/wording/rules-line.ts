import { isOpen, type AppState } from '../../shared/app-state.ts';
import { rulesLineTexts as texts } from '../../shared/texts/rules-banner.ts';

/** The short line about the login rules at the foot of the window. */
export function rulesLine({
  account,
  restrictions,
  policy,
}: Pick<AppState, 'account' | 'restrictions' | 'policy'>): string {
  switch (restrictions.verdict) {
    case 'allowed':
      if (restrictions.cloudUnknown === 'otherVersion') return texts.cloudUnreadable();
      if (policy.isFaulty) return texts.faulty();
      if (!restrictions.hasRules) {
        return restrictions.cloudUnknown === null ? texts.none() : texts.cloudUnknown();
      }
      // Nobody is there who could satisfy them.
      return account.kind === 'signedOut' ? texts.apply() : texts.satisfied();
    case 'violated':
      return texts.violated();
    case 'unknown':
      return isOpen(restrictions.unknownBecause) ? texts.notYet() : texts.unchecked();
  }
}
